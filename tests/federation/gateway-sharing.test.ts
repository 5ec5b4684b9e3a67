import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { TestMinistry } from './gateway-ministry.ts'
import { type Answer, type World, openWorld } from './gateway-world.ts'

const deadlineMs = 5000
/** Milliseconds after which a request that was sent has joined another that waits. */
const joinedMs = 250

let world: World
let land: TestMinistry
/** Requests that land was sent and did not answer yet. */
let held: ((data: unknown) => void)[]
beforeAll(async () => {
  world = await openWorld({ deadlineMs, maxMinistryRequests: 2 })
  const found = world.ministries['land']
  if (!found) throw new Error('no land')
  land = found
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  held = []
  land.requests.length = 0
  land.misbehave = (_request, response) => {
    held.push((data) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const provenance = { rows: 1, statements: 1, asOf: '2026-11-01T00:00:00Z' }
      response.end(JSON.stringify({ data, extensions: { provenance } }))
    })
    return true
  }
})

const parcels = { parcels: [{ geohash: 'w', area: 1 }] }

async function until(count: number): Promise<void> {
  while (held.length < count) await delay(5)
}

function ask(token: string, query = '{ parcels { geohash area } }'): Promise<Answer> {
  return world.ask(query, { role: 'nobody', headers: { authorization: `Bearer ${token}` } })
}

const officer = (claims: Record<string, unknown> = {}): Promise<string> =>
  world.token('land-officer', claims)

test('identical queries of one token in flight are asked once, and each says where it is from', async () => {
  const token = await officer()
  const asked = [ask(token), ask(token), ask(token)]
  await until(1)
  await delay(joinedMs)
  held[0]?.(parcels)
  const answers = await Promise.all(asked)
  expect(land.requests).toHaveLength(1)
  expect(new Set(answers.map(({ requestId }) => requestId)).size).toBe(3)
  for (const { data, extensions, requestId } of answers) {
    expect(data).toEqual(parcels)
    expect(extensions['requestId']).toBe(requestId)
    expect(extensions['provenance']).toMatchObject({ land: { requests: 1, rows: 1 } })
  }
})

test('nothing is shared between callers, or with who asks when the answer was given', async () => {
  const one = await officer()
  const other = await officer({ provinces: ['79'] })
  const asked = [ask(one), ask(other)]
  await until(2)
  held[0]?.(parcels)
  held[1]?.({ parcels: [] })
  const answers = await Promise.all(asked)
  expect(answers.map(({ data }) => data)).toContainEqual(parcels)
  expect(answers.map(({ data }) => data)).toContainEqual({ parcels: [] })
  const later = ask(one)
  await until(3)
  held[2]?.({ parcels: [] })
  expect((await later).data).toEqual({ parcels: [] })
})

test('different documents of one caller share a request to a ministry that is the same', async () => {
  const token = await officer()
  const asked = [ask(token), ask(token, 'query Other { parcels { geohash area } __typename }')]
  await until(1)
  await delay(joinedMs)
  held[0]?.(parcels)
  const [one, other] = await Promise.all(asked)
  expect(one?.data).toEqual(parcels)
  expect(other?.data).toMatchObject(parcels)
  expect(land.requests).toHaveLength(1)
})

test('who leaves first takes the answer from nobody; when all have left the ministry is let go', async () => {
  const token = await officer()
  const leave = new AbortController()
  const body = JSON.stringify({ query: '{ parcels { geohash area } }' })
  const send = (signal: AbortSignal) =>
    fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    })
  const first = send(leave.signal).catch(() => 'left')
  await until(1)
  const second = ask(token)
  await delay(joinedMs)
  leave.abort()
  expect(await first).toBe('left')
  await delay(50)
  held[0]?.(parcels)
  expect((await second).data).toEqual(parcels)

  let isAsked = false
  const gone = new Promise<void>((resolve) => {
    land.misbehave = (request) => {
      isAsked = true
      request.socket.once('close', () => resolve())
      return true
    }
  })
  const began = performance.now()
  const both = [new AbortController(), new AbortController()]
  const sent = both.map(({ signal }) => send(signal).catch(() => 'left'))
  await vi.waitUntil(() => isAsked, { timeout: deadlineMs, interval: 5 })
  await delay(joinedMs)
  for (const one of both) one.abort()
  await Promise.all(sent)
  await gone
  // Let go by those who left, not by the deadline.
  expect(performance.now() - began).toBeLessThan(deadlineMs - 500)
})

test('a query that joined late has its own time, not that of the one that began', async () => {
  const token = await officer()
  const first = ask(token)
  await until(1)
  await delay(500)
  const second = ask(token)
  expect((await first).errors[0]?.extensions['code']).toBe('DEADLINE_EXCEEDED')
  await until(2)
  held[1]?.(parcels)
  expect((await second).data).toEqual(parcels)
})

test('two requests to a ministry may be under way here; a third fails at once', async () => {
  const tokens = await Promise.all(['01', '48', '79'].map((code) => officer({ provinces: [code] })))
  const waiting = tokens.slice(0, 2).map((token) => ask(token))
  await until(2)
  const refused = await ask(tokens[2] ?? '')
  expect(refused.errors).toMatchObject([
    { path: ['parcels'], extensions: { code: 'MINISTRY_UNAVAILABLE', ministry: 'land' } },
  ])
  for (const answer of held) answer(parcels)
  expect((await Promise.all(waiting)).map(({ data }) => data)).toEqual([parcels, parcels])
  const free = ask(tokens[2] ?? '')
  await until(3)
  held[2]?.(parcels)
  expect((await free).data).toEqual(parcels)
})

test('a token for a ministry serves the next requests of the same caller, and of no other', async () => {
  land.misbehave = undefined
  const one = await officer()
  const other = await officer({ pin: '900000000002' })
  for (const token of [one, one, other]) await ask(token)
  const tokens = land.requests.map(({ authorization }) => authorization)
  expect(tokens[0]).toBe(tokens[1])
  expect(tokens[2]).not.toBe(tokens[0])
})
