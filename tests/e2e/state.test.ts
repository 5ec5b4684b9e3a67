import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayState } from '../../gateway/state/gateway-state.ts'
import { type AuditedWorld, openAuditedWorld } from '../audit/audited-world.ts'

let world: AuditedWorld
beforeAll(async () => {
  world = await openAuditedWorld({ checkpointMs: 60_000 }, undefined, {
    breaker: { failures: 3, pauseMs: 200 },
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const asked = '{ provinces { code landTotals { count } } }'

async function state(): Promise<GatewayState> {
  const answer = await fetch(`${world.gateway.url}/console/state`, {
    headers: { authorization: `Bearer ${await world.token('operator')}` },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return (await answer.json()) as GatewayState
}
const ministry = async (name: string) =>
  (await state()).ministries.find((one) => one.ministry === name)

describe.sequential('GET /console/state', () => {
  test('before anything was asked: the supergraph, the journal and the process', async () => {
    const found = await state()
    expect(found.endpoints).toEqual([
      {
        path: '/graphql',
        source: { from: 'file' },
        generations: [
          {
            id: expect.stringMatching(/^[0-9a-f]{64}$/),
            state: 'current',
            since: expect.stringMatching(/Z$/),
            leases: 0,
            warmed: 0,
            caches: expect.arrayContaining([
              {
                name: 'plans',
                entries: 0,
                bytes: 0,
                maxBytes: 64 * 1024 * 1024,
                hits: 0,
                misses: 0,
              },
            ]),
          },
        ],
        lastError: null,
      },
    ])
    expect(found.ministries.map(({ ministry: name, health }) => [name, health])).toEqual([
      ['land', 'idle'],
      ['population', 'idle'],
      ['reference', 'idle'],
    ])
    expect(found.journal).toMatchObject({
      gateway: world.audit.gatewayName,
      isRecording: true,
      lastSeq: 1,
      waiting: 0,
      checkpoint: { seq: 0 },
    })
    expect(found.planning).toEqual([
      { lane: 'small', isWorking: false, waiting: 0, maxWaiting: 1000 },
      { lane: 'large', isWorking: false, waiting: 0, maxWaiting: 1000 },
    ])
    expect(found.limits).toMatchObject({ deadlineMs: 2000, maxDepth: 20, ministryConnections: 16 })
    expect(found.limits.costBudgets.citizen).toBeGreaterThan(0)
    expect(found.process).toMatchObject({ pid: process.pid, node: process.version })
    expect(found.process.memory.residentBytes).toBeGreaterThan(1_000_000)
  })

  test('counts what ministries are asked, and what the journal holds on disk', async () => {
    for (let i = 0; i < 4; i++)
      expect((await world.ask(asked, { role: 'analyst' })).errors).toEqual([])
    const found = await state()
    const land = found.ministries.find((one) => one.ministry === 'land')
    expect(land).toMatchObject({
      health: 'well',
      breaker: { state: 'closed', failures: 0, until: null },
      inFlight: 0,
      queued: 0,
      lastError: null,
    })
    expect(
      land?.windows.map(({ minutes, requests, errors }) => [minutes, requests, errors]),
    ).toEqual([
      [1, 4, 0],
      [15, 4, 0],
      [60, 4, 0],
    ])
    expect(land?.windows[0]?.p50Ms).toBeGreaterThan(0)
    expect(found.requests[0]).toMatchObject({ requests: 4, errors: 0 })
    const plans = found.endpoints[0]?.generations[0]?.caches.find(({ name }) => name === 'plans')
    expect(plans).toMatchObject({ entries: 1 })
    expect(plans?.bytes).toBeGreaterThan(0)
    const records = await world.records()
    expect(found.journal?.lastSeq).toBe(records.at(-1)?.seq)
    expect(found.journal?.windows[0]?.requests).toBe(records.length - 2)
  })

  test('a ministry that cannot be reached is failing, is left alone, and comes back by itself', async () => {
    const land = world.ministries['land']
    if (land === undefined) throw new Error('expected land')
    const before = land.requests.length
    land.misbehave = (_request, response) => {
      response.writeHead(503, { 'content-type': 'application/json' }).end('{}')
      return true
    }
    for (let i = 0; i < 8; i++) {
      const { errors, data } = await world.ask(asked, { role: 'analyst' })
      expect(errors[0]?.extensions).toEqual({ code: 'MINISTRY_UNAVAILABLE', ministry: 'land' })
      expect(data).toBeDefined()
    }
    // Asked until the breaker opened, and not again before its pause was over.
    expect(land.requests.length - before).toBeGreaterThanOrEqual(3)
    expect(land.requests.length - before).toBeLessThan(8)
    expect(await ministry('land')).toMatchObject({
      health: 'failing',
      breaker: { state: 'open', until: expect.stringMatching(/Z$/) },
      lastError: { code: 'MINISTRY_UNAVAILABLE' },
    })
    expect(await ministry('reference')).toMatchObject({ breaker: { state: 'closed' } })
    land.misbehave = undefined
    const until = Date.now() + 10_000
    for (;;) {
      const { errors } = await world.ask(asked, { role: 'analyst' })
      if (errors.length === 0) break
      if (Date.now() > until) throw new Error('expected the ministry to be asked again')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await ministry('land')).toMatchObject({ breaker: { state: 'closed' } })
  })

  test('a ministry that answers nonsense or too late is there: its breaker stays closed', async () => {
    const land = world.ministries['land']
    if (land === undefined) throw new Error('expected land')
    const before = land.requests.length
    land.misbehave = (_request, response) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end('broken')
      return true
    }
    for (let i = 0; i < 6; i++) await world.ask(asked, { role: 'analyst' })
    land.misbehave = undefined
    expect(land.requests.length - before).toBe(6)
    expect(await ministry('land')).toMatchObject({ breaker: { state: 'closed', failures: 0 } })
  })

  test('callers who go away count for nothing against a ministry', async () => {
    const land = world.ministries['land']
    if (land === undefined) throw new Error('expected land')
    const hour = async () => (await ministry('land'))?.windows[2]
    const errorsBefore = (await hour())?.errors
    land.misbehave = () => true
    const token = await world.token('analyst')
    for (let i = 0; i < 5; i++) {
      const gone = new AbortController()
      const request = fetch(`${world.gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: asked }),
        signal: gone.signal,
      })
      const before = land.requests.length
      while (land.requests.length === before) await new Promise((go) => setTimeout(go, 5))
      gone.abort()
      await expect(request).rejects.toThrow()
      while ((await ministry('land'))?.inFlight !== 0) await new Promise((go) => setTimeout(go, 5))
    }
    land.misbehave = undefined
    expect((await hour())?.errors).toBe(errorsBefore)
    expect(await ministry('land')).toMatchObject({ breaker: { state: 'closed', failures: 0 } })
  })

  test('a supergraph that replaces another is told with when and what it was warmed with', async () => {
    const { readFile, writeFile } = await import('node:fs/promises')
    const text = await readFile(world.supergraphFile, 'utf8')
    const before = (await state()).endpoints[0]?.generations[0]?.id
    await writeFile(world.supergraphFile, `${text}\n# another\n`)
    const until = Date.now() + 20_000
    for (;;) {
      const generations = (await state()).endpoints[0]?.generations ?? []
      const [current] = generations
      if (current !== undefined && current.id !== before) {
        expect(current).toMatchObject({ state: 'current', warmed: 1 })
        break
      }
      if (Date.now() > until) throw new Error('expected it to be taken')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    // What is counted of ministries outlives a generation.
    expect((await ministry('land'))?.windows[2]?.requests).toBeGreaterThan(4)
  })
})

describe('GET /console/state/stream', () => {
  test('sends the state at once and every two seconds, until its reader goes', async () => {
    const gone = new AbortController()
    const answer = await fetch(`${world.gateway.url}/console/state/stream`, {
      headers: { authorization: `Bearer ${await world.token('inspector')}` },
      signal: gone.signal,
    })
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const states: GatewayState[] = []
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events)
        if (event.startsWith('data: ')) states.push(JSON.parse(event.slice(6)) as GatewayState)
      if (states.length === 2) break
    }
    gone.abort()
    const [first, second] = states.map(({ at }) => Date.parse(at))
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1500)
    expect(states[1]?.endpoints[0]?.path).toBe('/graphql')
  })
})
