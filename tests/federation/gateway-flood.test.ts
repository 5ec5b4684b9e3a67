import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, openWorld, type World } from './gateway-world.ts'

/** Milliseconds until who was refused asks again. */
const shedMs = 200
/** Milliseconds that the flooded ministry takes for each request. */
const landMs = 100

let world: World
beforeAll(async () => {
  world = await openWorld({
    deadlineMs: 10_000,
    ministryConnections: 4,
    maxMinistryRequests: 40,
    sharing: false,
  })
  const { land } = world.ministries
  if (land === undefined) throw new Error('expected land')
  land.misbehave = (_request, response) => {
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data: { parcels: [{ area: 1 }] } }))
    }, landMs)
    return true
  }
})
afterAll(() => world[Symbol.asyncDispose]())

const parcels = '{ parcels { area } }'

async function asker(role: 'land-officer' | 'officer', sub: string) {
  const headers = { authorization: `Bearer ${await world.token(role, { sub })}` }
  return async (query: string): Promise<{ answer: Answer; ms: number }> => {
    const began = performance.now()
    const answer = await world.ask(query, { role: 'nobody', headers })
    return { answer, ms: performance.now() - began }
  }
}

/** Asks without end until it is told to stop; so many are under way at once. */
function flood(ask: Awaited<ReturnType<typeof asker>>, atOnce: number) {
  const answers: (Answer & { readonly ms: number })[] = []
  const end = new AbortController()
  const one = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const { answer, ms } = await ask(parcels)
      answers.push({ ...answer, ms })
      // Queues are measured here, and not the processor that client and server share.
      if (answer.errors.length > 0) await after(shedMs)
    }
  }
  const all = Promise.all(Array.from({ length: atOnce }, one))
  return {
    stop: async () => {
      end.abort()
      await all
      return answers
    },
  }
}

const middle = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

test('a flood on one ministry: others stay as fast, other consumers have their turns, the rest is told to wait', async () => {
  const ask = await asker('officer', 'quiet')
  const times = async () => {
    const found: number[] = []
    for (let one = 0; one < 40; one++) {
      const { answer, ms } = await ask('{ provinces { code } }')
      expect(answer.errors).toEqual([])
      found.push(ms)
    }
    return middle(found)
  }
  await times()
  const quiet = await times()
  // More than are under way and wait: 40 beside those of the one who asks little.
  const flooding = flood(await asker('land-officer', 'flooder'), 48)
  const flooded = await times()
  const little = await asker('land-officer', 'asks little')
  const turns = []
  for (let one = 0; one < 4; one++) turns.push(await little(parcels))
  const answers = await flooding.stop()

  // Of the same processor, and generous: without queues of their own it is the wait of the flood, 1,000 ms.
  expect(flooded).toBeLessThan(quiet * 8 + 100)
  for (const { answer } of turns) expect(answer.data).toEqual({ parcels: [{ area: 1 }] })
  const shed = answers.filter(({ errors }) => errors.length > 0)
  const served = answers.filter(({ errors }) => errors.length === 0)
  // Who asks little waits for a turn, who floods for all that it asked before.
  expect(middle(turns.map(({ ms }) => ms))).toBeLessThan(middle(served.map(({ ms }) => ms)) / 2)

  expect(shed.length).toBeGreaterThan(0)
  expect(served.length).toBeGreaterThan(0)
  for (const { data, errors } of shed) {
    expect(data).toBeNull()
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      {
        code: 'MINISTRY_UNAVAILABLE',
        ministry: 'land',
        limit: 'ministryRequests',
        retryAfterSeconds: 1,
      },
    ])
  }
})
