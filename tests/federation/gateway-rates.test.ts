import { createHmac } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RatesConfig } from '../../gateway/rates/rates.ts'
import { describeWithValkey } from '../support/describe-with-valkey.ts'
import { openValkey, type Valkey } from '../support/valkey.ts'
import { type Answer, openWorld, type World } from './gateway-world.ts'

/** A slow machine is not a Valkey that is away. */
const commandMs = 500

const hash = (text: string) => createHmac('sha256', 'key').update(text).digest('base64url')

type Limits = Partial<RatesConfig['limits']>

const rates = (limits: Limits, valkeyUrl?: string): RatesConfig => ({
  limits: {
    byRole: {
      requestsPerMinute: { '*': 1000, citizen: 3 },
      costPerMinute: { '*': 1_000_000, analyst: 4 },
      personsPerDay: { '*': 1000, officer: 3 },
    },
    byApplication: {},
    unknownPerMinute: 1000,
    signInsPerMinute: 1000,
    ...limits,
  },
  valkeyUrl,
  valkeyMs: commandMs,
  hash,
})

/** Everyone here is a citizen with a name of its own, whose minute nobody else uses up. */
const citizen = (sub: string, claims: Record<string, unknown> = {}) =>
  ({ role: 'citizen', claims: { sub, ...claims } }) as const

const threeProvinces = '{ provinces { code } }'

async function statuses(world: World, count: number, options: Parameters<World['ask']>[1]) {
  const found: number[] = []
  for (let one = 0; one < count; one++)
    found.push((await world.ask(threeProvinces, options)).status)
  return found
}

const nobody = { role: 'nobody' } as const

/** Asks with headers of the answer. */
async function asked(world: World, query: string, headers: Record<string, string>) {
  const response = await fetch(`${world.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

describe('one gateway', () => {
  let world: World
  const metrics = new Registry()
  beforeAll(async () => {
    world = await openWorld({
      rates: rates({ unknownPerMinute: 2, byApplication: { portal: { requestsPerMinute: 2 } } }),
      telemetry: { metrics, tracing: undefined },
    })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('requests: the last that is allowed passes, and the next is refused with all figures', async () => {
    const token = `Bearer ${await world.token('citizen', { sub: 'a' })}`
    const answers = []
    for (let one = 0; one < 4; one++)
      answers.push(await asked(world, threeProvinces, { authorization: token }))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
    const [first, , , last] = answers
    expect(first?.headers.get('ratelimit-policy')).toBe(
      '"requests";q=3;w=60, "cost";q=1000000;w=60',
    )
    expect(first?.headers.get('ratelimit')).toMatch(
      /^"requests";r=2;t=(60|59), "cost";r=999997;t=(60|59)$/,
    )
    expect(last?.headers.get('ratelimit')).toMatch(/^"requests";r=0;t=\d+$/)
    const { errors, extensions } = (last?.body ?? {}) as Pick<Answer, 'errors' | 'extensions'>
    const wait = Number(last?.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(50)
    expect(errors[0]?.extensions).toEqual({
      code: 'RATE_LIMITED',
      limit: 'requestsPerMinute',
      allowed: 3,
      got: 4,
      retryAfterSeconds: wait,
    })
    expect(extensions['requestId']).toBe(last?.headers.get('x-request-id'))
  })

  test('many tokens of one subject are one consumer; another subject, or application, is another', async () => {
    for (const jti of ['a', 'b', 'c'])
      expect((await world.ask(threeProvinces, citizen('b', { jti }))).status).toBe(200)
    expect(await statuses(world, 1, citizen('b', { jti: 'd' }))).toEqual([429])
    expect(await statuses(world, 1, citizen('other'))).toEqual([200])
    expect(await statuses(world, 1, citizen('b', { client_id: 'app' }))).toEqual([200])
  })

  test('headers of the caller change nothing', async () => {
    await statuses(world, 3, citizen('c'))
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-client-id', 'x-request-id'])
      expect(
        await statuses(world, 1, { ...citizen('c'), headers: { [name]: '203.0.113.9' } }),
      ).toEqual([429])
  })

  test('a refusal is counted for those who watch, logged as a sum, and asks no ministry', async () => {
    await statuses(world, 3, citizen('d'))
    const before = await refusals()
    for (const { requests } of Object.values(world.ministries)) requests.length = 0
    await statuses(world, 2, citizen('d'))
    expect(Object.values(world.ministries).flatMap(({ requests }) => requests)).toEqual([])
    expect(await refusals()).toBe(before + 2)
    const page = await metrics.metrics()
    expect(page).toContain(`lien_thong_rate_refusals_total{policy="requests"} ${before + 2}\n`)
    expect(page).toContain('lien_thong_rates_sharing{state="own"} 1\n')
    expect(page).toContain('lien_thong_rates_uninsured_total 0\n')
  })

  async function refusals(): Promise<number> {
    const { sharing, refused } = await stateOf(world)
    expect(sharing).toBe('own')
    return refused['requests'] ?? 0
  }

  test('other doors take from the same rate', async () => {
    await statuses(world, 2, citizen('e'))
    const authorization = `Bearer ${await world.token('citizen', { sub: 'e' })}`
    const schema = () =>
      fetch(`${world.gateway.url}/schema.graphql`, { headers: { authorization } })
    expect((await schema()).status).toBe(200)
    const refused = await schema()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { limit: 'requestsPerMinute' } }],
    })
  })

  test('cost: taken by the estimate, settled by what was answered; aliases in one request count too', async () => {
    const analyst = { role: 'analyst' } as const
    // One object is asked for at most, and none is there.
    const none = await world.ask('{ province(code: "00") { name } }', analyst)
    expect(none.extensions['cost']).toEqual({ estimated: 1, actual: 0, budget: 500_000 })
    const four = 'abcd'.split('').map((name) => `${name}: province(code: "01") { name }`)
    const all = await world.ask(`{ ${four.join(' ')} }`, analyst)
    expect(all.extensions['cost']).toEqual({ estimated: 4, actual: 4, budget: 500_000 })
    const next = await world.ask('{ province(code: "01") { name } }', analyst)
    expect(next.status).toBe(429)
    expect(next.errors[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      limit: 'costPerMinute',
      allowed: 4,
      got: 5,
    })
    const five = [...four, 'e: province(code: "01") { name }']
    const beyond = await world.ask(`{ ${five.join(' ')} }`, analyst)
    expect(beyond.errors[0]?.extensions).toMatchObject({
      code: 'COST_EXCEEDED',
      estimated: 5,
      budget: 4,
    })
  })

  test('persons: an answer about as many as a day has is given, one about more is not, and shows nobody', async () => {
    const { population } = world.ministries
    if (population === undefined) throw new Error('expected population')
    const shows = (...persons: string[]) => {
      const hashes = persons.map((one) => `k.${one.repeat(22)}`)
      population.report = () => ({ persons: [{ classes: ['BASIC'], persons: hashes }] })
    }
    const ask = (client?: string) =>
      world.ask('{ people { pin } }', {
        claims: {
          sub: 'reader',
          ...(client === undefined ? {} : { client_id: client }),
        },
      })
    shows('a', 'b')
    expect((await ask()).status).toBe(200)
    shows('b', 'c', 'd')
    const refused = await ask('another')
    expect([refused.status, refused.data]).toEqual([429, undefined])
    expect(refused.text).not.toContain('90000000000')
    const { retryAfterSeconds, ...told } = refused.errors[0]?.extensions ?? {}
    expect(told).toEqual({ code: 'RATE_LIMITED', limit: 'personsPerDay', allowed: 3, got: 4 })
    expect(retryAfterSeconds).toBeGreaterThan(0)
    expect(retryAfterSeconds).toBeLessThanOrEqual(86_400)
    // What was not shown does not count.
    shows('c', 'a')
    expect((await ask('another')).status).toBe(200)
    shows('d')
    expect((await ask()).status).toBe(429)
    shows('a', 'b', 'c')
    expect((await ask()).status).toBe(200)
    population.report = () => ({})
  })

  test('an estimate says what is left, and takes one request alone', async () => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await world.token('citizen', { sub: 'h' })}`,
    }
    const body = JSON.stringify({ query: threeProvinces })
    const answer = await fetch(`${world.gateway.url}/console/estimate`, {
      method: 'POST',
      headers,
      body,
    })
    const { rates: told } = (await answer.json()) as { rates: unknown }
    expect(told).toMatchObject([
      { policy: 'requests', most: 3, left: 2 },
      { policy: 'cost', most: 1_000_000, left: 1_000_000 },
    ])
  })

  test('an application by name has limits of its own', async () => {
    expect(await statuses(world, 3, citizen('f', { client_id: 'portal' }))).toEqual([200, 200, 429])
    expect(await statuses(world, 3, citizen('f', { client_id: 'app' }))).toEqual([200, 200, 200])
  })

  test('whoever is unknown too often is told to wait; a valid token is not refused for it', async () => {
    expect(await statuses(world, 3, nobody)).toEqual([401, 401, 429])
    const bad = await world.ask(threeProvinces, {
      ...nobody,
      headers: { authorization: 'Bearer x', 'x-forwarded-for': '203.0.113.9' },
    })
    expect(bad.status).toBe(429)
    expect(bad.errors[0]?.extensions).toMatchObject({ limit: 'unknownPerMinute', allowed: 2 })
    expect(bad.extensions['requestId']).toBe(bad.requestId)
    expect(await statuses(world, 1, citizen('g'))).toEqual([200])
  })
})

test('behind a proxy that is trusted, the address is the one that the proxy adds', async () => {
  await using world = await openWorld({
    rates: rates({ unknownPerMinute: 1 }),
    trustedProxies: ['127.0.0.0/8'],
  })
  const from = (chain: string) => ({ ...nobody, headers: { 'x-forwarded-for': chain } })
  expect(await statuses(world, 2, from('203.0.113.9'))).toEqual([401, 429])
  // What the client wrote before it is not believed.
  expect(await statuses(world, 1, from('198.51.100.1, 203.0.113.9'))).toEqual([429])
  expect(await statuses(world, 1, from('203.0.113.10'))).toEqual([401])
})

describeWithValkey('replicas with one Valkey', () => {
  let valkey: Valkey
  beforeAll(async () => {
    valkey = await openValkey()
  })
  afterAll(() => valkey[Symbol.asyncDispose]())
  const many = { '*': 40, citizen: 3 }
  const replica = async () => {
    const { byRole } = rates({}).limits
    const limits = { byRole: { ...byRole, requestsPerMinute: many } }
    const world = await openWorld({ rates: rates(limits, valkey.url) })
    await connected(world)
    return world
  }
  let one: World
  let two: World
  beforeAll(async () => {
    ;[one, two] = await Promise.all([replica(), replica()])
    return async () => {
      await one[Symbol.asyncDispose]()
      await two[Symbol.asyncDispose]()
    }
  })

  test('count exactly, however many ask at once', async () => {
    const officer = { role: 'officer', claims: { sub: 'flood' } } as const
    const asking = Array.from({ length: 60 }, async (_, index) =>
      (index % 2 === 0 ? one : two).ask('{ province(code: "01") { code } }', officer),
    )
    const found = (await Promise.all(asking)).map(({ status }) => status)
    expect(found.filter((status) => status === 200)).toHaveLength(40)
    expect(found.filter((status) => status === 429)).toHaveLength(20)
  })

  test('no name of a count says who it is of', async () => {
    await one.ask('{ people { pin } }', { claims: { sub: '900000000001' } })
    const redis = new Redis(valkey.url)
    const keys = await redis.keys('*')
    const values = await Promise.all(keys.map((key) => redis.getBuffer(key)))
    redis.disconnect()
    expect(keys.length).toBeGreaterThan(1)
    expect(`${keys.join()} ${values.map(String).join()}`).not.toMatch(/9\d{11}|officer/)
  })

  test.each([
    ['killed', 1],
    ['frozen', 2],
  ] as const)(
    'a Valkey that is %s: each counts for itself, goes on where it stood, and shares again',
    async (how, outage) => {
      expect(await statuses(one, 2, citizen(how))).toEqual([200, 200])
      if (how === 'killed') await valkey.kill()
      else valkey.freeze()
      const began = performance.now()
      expect(await statuses(one, 3, citizen(how))).toEqual([200, 429, 429])
      expect(await statuses(one, 3, citizen(`not ${how}`))).toEqual([200, 200, 200])
      // Those who were first wait for an answer, and no other.
      expect(performance.now() - began).toBeLessThan(5 * commandMs)
      expect(one.log.filter((line) => line.includes('Valkey is away')).length).toBe(outage)
      if (how === 'killed') await valkey.restart()
      else valkey.thaw()
      await connected(one)
      expect(one.log.filter((line) => line.includes('Valkey is back')).length).toBe(outage)
    },
  )
})

async function stateOf(world: World) {
  const authorization = `Bearer ${await world.token('operator')}`
  const state = await fetch(`${world.gateway.url}/console/state`, { headers: { authorization } })
  const { rates: told } = (await state.json()) as {
    rates: { sharing: string; refused: Readonly<Record<string, number>> }
  }
  return told
}

/** Until the gateway counts with its Valkey: it finds out with the next count. */
async function connected(world: World): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await stateOf(world)).sharing === 'shared') return
    await after(50)
  }
  throw new Error('expected a Valkey that answers')
}
