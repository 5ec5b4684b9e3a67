import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awayAt, landReport, lateAt, othersReport } from '../chaos/fault.ts'
import { landFaults } from '../chaos/land-faults.ts'
import { databaseUrl } from '../support/database.ts'
import {
  type FaultAnswer,
  type FaultHouse,
  openFaultHouse,
  timeUntil,
} from '../support/fault-house.ts'
import { processFacts } from '../support/process-facts.ts'

const deadlineMs = 1500
/** Milliseconds beyond the deadline, and until all is normal, on a machine that does other things too. */
const slackMs = 3000
const normalWithinMs = 6000

const unexpected = /unhandled|uncaught|MaxListeners|"level":(50|60)/i

let house: FaultHouse
let before: { readonly sockets: number; readonly megabytes: number }
beforeAll(async () => {
  house = await openFaultHouse({
    databases: databaseUrl,
    environment: { LIEN_THONG_DEADLINE_MS: String(deadlineMs), LIEN_THONG_BREAKER_FAILURES: '3' },
  })
  // The first requests prepare plans and statements, which may take longer than the deadline.
  await normalAgain()
  for (let i = 0; i < 20; i++) await house.ask(othersReport)
  before = await gatewayFacts()
})
afterAll(() => house[Symbol.asyncDispose]())

const isWhole = async (): Promise<boolean> => (await house.ask(landReport)).errors.length === 0
const normalAgain = async (): Promise<number> => await timeUntil(isWhole)

async function gatewayFacts() {
  const { sockets, residentMegabytes } = await processFacts(house.gateway().child.pid ?? 0)
  return { sockets, megabytes: residentMegabytes }
}

type Node = Readonly<Record<string, unknown>>

function nodesOf({ data }: FaultAnswer): readonly Node[] {
  const { provinces } = (data ?? {}) as { provinces?: { nodes: readonly Node[] } }
  return provinces?.nodes ?? []
}

/** Of everybody but land all is there. */
function expectOthers(answer: FaultAnswer): void {
  expect(answer.status).toBe(200)
  expect(nodesOf(answer)).toMatchObject([
    { code: '01', name: 'Hà Nội', personTotals: { count: expect.any(Number) as number } },
    { code: '79', name: 'Hồ Chí Minh', personTotals: { count: expect.any(Number) as number } },
  ])
}

describe('while land', () => {
  test.each(landFaults.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    await fault.begin(house)
    try {
      // One after the other, then at once: the breaker opens in between.
      const answers = [await house.ask(landReport), await house.ask(landReport)]
      answers.push(...(await Promise.all([1, 2, 3, 4].map(() => house.ask(landReport)))))
      for (const answer of answers) {
        expectOthers(answer)
        expect(fault.told).toContain(answer.errors.join())
        expect(answer.ms).toBeLessThan(deadlineMs + slackMs)
        const totals = nodesOf(answer).map(({ parcelTotals }) => parcelTotals)
        if (answer.errors.length > 0) expect(totals).toEqual([null, null])
        else expect(totals).toEqual([{ count: expect.any(Number) as number }, expect.anything()])
      }
      const without = await house.ask(othersReport)
      expect(without.errors).toEqual([])
    } finally {
      await fault.end(house)
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs)
  })

  test('is frozen, nobody waits for it after a while; once it moves, it is asked again', async () => {
    house.ministry('land').child.kill('SIGSTOP')
    try {
      const first = await Promise.all([1, 2, 3].map(() => house.ask(landReport)))
      // Equal requests of one caller share theirs.
      expect(first.map(({ errors }) => errors.join())).toEqual([lateAt, lateAt, lateAt])
      for (let i = 0; i < 2; i++) await house.ask(landReport)
      const quick = await house.ask(landReport)
      expect(quick.errors).toEqual([awayAt])
      expect(quick.ms).toBeLessThan(deadlineMs / 2)
    } finally {
      house.ministry('land').child.kill('SIGCONT')
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs)
  })
})

test('an address without TLS, and a name that nobody has, are named like any other fault', async () => {
  const answer = await house.ask(
    '{ provinces(where: {code: {eq: "01"}}) { nodes { name personTotals { count } prescriptionTotals { count } enrolmentTotals { count } } } }',
  )
  expect(nodesOf(answer)).toMatchObject([
    { name: 'Hà Nội', prescriptionTotals: null, enrolmentTotals: null },
  ])
  expect([...answer.errors].sort()).toEqual([
    'MINISTRY_UNAVAILABLE education provinces.nodes',
    'MINISTRY_UNAVAILABLE health provinces.nodes',
  ])
  expect(answer.ms).toBeLessThan(deadlineMs + slackMs)
})

describe('without its audit journal the gateway answers nobody', () => {
  test.each(['gone', 'stuck'] as const)('%s', async (how) => {
    house.journal.sever(how)
    try {
      await timeUntil(async () => (await house.ask(othersReport)).errors[0] === 'AUDIT_UNAVAILABLE')
      const refused = await house.ask(landReport)
      expect(refused).toMatchObject({ status: 503, errors: ['AUDIT_UNAVAILABLE'] })
      expect(refused.data).toBeUndefined()
      expect(refused.ms).toBeLessThan(slackMs)
    } finally {
      house.journal.mend()
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs + 5000)
  })
})

describe('after all that', () => {
  test('nothing is left over: sockets, memory, connections to databases', async () => {
    await timeUntil(async () => (await gatewayFacts()).sockets <= before.sockets + 10)
    const { megabytes } = await gatewayFacts()
    expect(megabytes).toBeLessThan(before.megabytes + 100)
  })

  test('no process has lost a rejection, or has anything to say that nobody expected', async () => {
    const processes = [house.gateway(), ...['land', 'population', 'reference'].map(ministryOf)]
    for (const { child } of processes) child.kill('SIGTERM')
    for (const { ended } of processes) {
      const { code, out, err } = await ended
      expect(code).toBe(0)
      const lines = `${out}${err}`.split('\n').filter((line) => !line.includes('audit journal'))
      expect(lines.filter((line) => unexpected.test(line))).toEqual([])
    }
  })
})

function ministryOf(name: string) {
  return house.ministry(name as 'land')
}
