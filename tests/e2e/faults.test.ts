import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { type Socket, connect } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { awayAt, landReport, lateAt, othersReport } from '../chaos/fault.ts'
import { landFaults } from '../chaos/land-faults.ts'
import { databaseUrl } from '../support/database.ts'
import { codesOf, exported } from '../support/exported.ts'
import {
  type FaultAnswer,
  type FaultHouse,
  openFaultHouse,
  timeUntil,
} from '../support/fault-house.ts'
import { processFacts } from '../support/process-facts.ts'

const deadlineMs = 1200
/** Milliseconds beyond the deadline, and until all is normal, on a machine that does other things too. */
const slackMs = 3000
const normalWithinMs = 6000

const unexpected = /unhandled|uncaught|MaxListeners|"level":(50|60)/i

let house: FaultHouse
let before: { readonly sockets: number; readonly megabytes: number }
beforeAll(async () => {
  house = await openFaultHouse({
    databases: databaseUrl,
    environment: { LIEN_THONG_DEADLINE_MS: String(deadlineMs), LIEN_THONG_BREAKER_FAILURES: '2' },
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
  // What is counted is what the gateway holds by itself.
  await house.hangUp()
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
      // Two in a row that were late: nobody waits any more.
      if (fault.told.includes(lateAt)) expect(answers.at(-1)?.errors).toEqual([awayAt])
      const without = await house.ask(othersReport)
      expect(without.errors).toEqual([])
    } finally {
      await fault.end(house)
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs)
  })
})

test('a ministry that is frozen while its rows are exported is left alone, like one that answers', async () => {
  const purpose = 'land-registration'
  const token = await house.token('land-officer', purpose)
  const body = { query: '{ parcels { nodes { geohash } } }', format: 'ndjson' }
  const file = () => exported({ url: house.gatewayUrl, token, purpose, body })
  expect((await file()).status).toBe(200)
  house.way('land').conduct('silent')
  try {
    for (const late of [await file(), await file()])
      expect(codesOf(late)).toEqual(['DEADLINE_EXCEEDED'])
    // Two exports that were late opened its breaker: nobody else waits.
    const answer = await house.ask(landReport)
    expect(answer.errors).toEqual([awayAt])
  } finally {
    house.way('land').conduct('whole')
  }
  expect(await normalAgain()).toBeLessThan(normalWithinMs)
})

test('a statement is ended by its database at the request’s deadline, also when its ministry cannot', async () => {
  await using admin = await connected(house.landDatabase.url('admin'))
  await using holder = await connected(house.landDatabase.url('owner'))
  const atWork = async (): Promise<number> => {
    const { rowCount } = await admin.query(
      `SELECT FROM pg_stat_activity WHERE usename = 'land_reader' AND state = 'active'`,
    )
    return rowCount ?? Number.NaN
  }
  const lock = () => holder.query('BEGIN; LOCK TABLE parcel IN ACCESS EXCLUSIVE MODE')
  await lock()
  const inTime = house.ask(landReport)
  await timeUntil(async () => (await atWork()) === 1)
  await holder.query('ROLLBACK')
  expect((await inTime).errors).toEqual([])

  await lock()
  const late = house.ask(landReport)
  await timeUntil(async () => (await atWork()) === 1)
  house.ministry('land').child.kill('SIGSTOP')
  try {
    // The table is still locked, and nobody runs who could cancel.
    expect(await timeUntil(async () => (await atWork()) === 0)).toBeLessThan(deadlineMs + slackMs)
    expect((await late).errors).toEqual([lateAt])
  } finally {
    house.ministry('land').child.kill('SIGCONT')
    await holder.query('ROLLBACK')
  }
  expect(await normalAgain()).toBeLessThan(normalWithinMs)
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

describe('while reference is away', () => {
  const parts = async (query: string) => {
    const answer = await house.ask(query)
    return { ...answer, reference: answer.provenance['reference'] ?? {} }
  }

  test.each(['reset', 'silent', 'error 500'] as const)(
    'its catalogues are answered as they were before, and marked: %s',
    async (how) => {
      await house.ask(landReport)
      house.way('reference').conduct(how)
      try {
        const answer = await parts(landReport)
        expectOthers(answer)
        expect(answer.errors).toEqual([])
        expect(answer.reference).toMatchObject({ stale: true, rows: 2 })
        expect(answer.reference['ageSeconds']).toBeGreaterThan(0)
        expect(answer.reference['ageSeconds']).toBeLessThan(120)
        expect(answer.provenance['land']).not.toHaveProperty('stale')
        expect(answer.ms).toBeLessThan(deadlineMs + slackMs)
        // What nobody asked before is not there.
        const unknown = await parts('{ communes(first: 1) { nodes { code name } } }')
        expect(unknown.data).toEqual({ communes: null })
        expect(unknown.errors.join()).toMatch(/^(MINISTRY_UNAVAILABLE|DEADLINE_EXCEEDED) reference/)
      } finally {
        house.way('reference').conduct('whole')
      }
      const fresh = timeUntil(async () => !('stale' in (await parts(landReport)).reference))
      expect(await fresh).toBeLessThan(normalWithinMs)
    },
  )

  test('nothing about persons is ever answered from before', async () => {
    await house.ask(othersReport)
    house.way('population').conduct('reset')
    try {
      const answer = await house.ask(othersReport)
      expect(nodesOf(answer).map(({ personTotals }) => personTotals)).toEqual([null, null])
      expect(answer.errors).toEqual(['MINISTRY_UNAVAILABLE population provinces.nodes'])
    } finally {
      house.way('population').conduct('whole')
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs)
  })
})

describe('without its audit journal the gateway answers nobody', () => {
  test.each(['gone', 'stuck'] as const)('%s', async (how) => {
    house.journal.sever(how)
    try {
      await timeUntil(async () => (await house.ask(othersReport)).errors[0] === 'AUDIT_UNAVAILABLE')
      const refused = await house.ask(landReport)
      expect(refused).toMatchObject({ status: 503, errors: ['AUDIT_UNAVAILABLE'] })
      expect(refused.data).toBeUndefined()
      expect(refused.headers['retry-after']).toBe('1')
      expect(refused.ms).toBeLessThan(slackMs)
    } finally {
      house.journal.mend()
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs)
  })
})

test.skipIf(process.platform !== 'linux')(
  'without descriptors for new connections: who is connected is answered, nobody is answered wrongly, and all is well as soon as there are some',
  async () => {
    const pid = house.gateway().child.pid ?? 0
    const limit = (soft: string) => promisify(execFile)('prlimit', ['--pid', `${pid}`, soft])
    // Those to the ministries' way end, and are to be opened anew.
    house.way('land').conduct('reset')
    house.way('land').conduct('whole')
    await timeUntil(async () => (await house.ask(othersReport)).errors.length === 0)
    // The limit is on a descriptor's number: what is free below it is taken first.
    const most = (await descriptorNumbers(pid)).length
    await limit(`--nofile=${most}:`)
    // What was opened above it before it held stays.
    const above = (await descriptorNumbers(pid)).filter((number) => number >= most).length
    const port = Number(new URL(house.gatewayUrl).port)
    const rude = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'))
    const answered = rude.map(askedAlive)
    try {
      expect((await descriptorNumbers(pid)).length).toBeLessThanOrEqual(most + above)
      const started = performance.now()
      while (performance.now() - started < 1000) {
        const answer = await house.ask(landReport)
        expectOthers(answer)
        // Land needs a connection of its own; where one was let go, it has it.
        expect(['', awayAt, lateAt]).toContain(answer.errors.join())
      }
      // It did run out: of those who are new most are closed without a word.
      const come = await Promise.all(answered)
      expect(come.filter((isAnswered) => !isAnswered).length).toBeGreaterThanOrEqual(10)
    } finally {
      await limit('--nofile=4096:')
      for (const socket of rude) socket.destroy()
    }
    expect(await normalAgain()).toBeLessThan(normalWithinMs)
    const late = connect(port, '127.0.0.1')
    expect(await askedAlive(late)).toBe(true)
    late.destroy()
  },
)

async function descriptorNumbers(pid: number): Promise<number[]> {
  return (await readdir(`/proc/${pid}/fd`)).map(Number)
}

/** Whether a connection that is new gets an answer before it is closed. */
function askedAlive(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.on('connect', () => socket.write('GET /live HTTP/1.1\r\nhost: gateway\r\n\r\n'))
    socket.on('data', (bytes: Buffer) =>
      resolve(bytes.toString('latin1').startsWith('HTTP/1.1 200')),
    )
    socket.on('error', () => resolve(false)).on('close', () => resolve(false))
  })
}

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
