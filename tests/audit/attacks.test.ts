import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type AuditedWorld, type JournalRecord, openAuditedWorld } from './audited-world.ts'

const pin = '900000000001'

let world: AuditedWorld
beforeAll(async () => {
  world = await openAuditedWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

async function pairOf(requestId: unknown): Promise<readonly JournalRecord[]> {
  const records = await world.records()
  const id = records.find((record) => record['requestId'] === requestId)?.['id']
  return id === undefined ? [] : records.filter((record) => record['id'] === id)
}

describe('nothing that a known caller asks goes unrecorded', () => {
  test.each([
    ['a purpose that nobody registered', { 'x-purpose': 'curiosity' }, {}, 'BAD_USER_INPUT', 400],
    ['what is no id of a purpose', { 'x-purpose': 'a b' }, {}, 'BAD_USER_INPUT', 400],
    [
      'a token that is bound to another purpose',
      { 'x-purpose': 'population-management' },
      { purpose: 'residence-confirmation' },
      'PURPOSE_REQUIRED',
      403,
    ],
  ])('%s', async (...[, headers, claims, code, status]) => {
    const asked = world.ministries['population']?.requests.length
    const answer = await world.ask('query Wanted { people { pin } }', { headers, claims })
    expect(answer.status).toBe(status)
    expect(answer.data).toBeUndefined()
    expect(answer.errors).toMatchObject([{ extensions: { code } }])
    expect(world.ministries['population']?.requests.length).toBe(asked)
    expect(await pairOf(answer.extensions['requestId'])).toMatchObject([
      {
        kind: 'request',
        operation: 'Wanted',
        verdict: 'refused',
        coordinates: ['Person.pin', 'Query.people'],
      },
      { kind: 'outcome', codes: [code], status, ministries: {} },
    ])
  })

  test.each([
    ['hangs up while a ministry is asked', 300],
    ['hangs up at once', 0],
  ])('a caller who %s', async (_name, ms) => {
    const ministry = world.ministries['population']
    if (ministry === undefined) throw new Error('expected population')
    let release = (): void => undefined
    ministry.misbehave = (_request, response) => {
      release = () => void response.destroy()
      return true
    }
    const before = ministry.requests.length
    const abort = new AbortController()
    const requestId = `hangs-up-${ms}-0`
    const asked = fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await world.token('officer')}`,
        'x-request-id': requestId,
      },
      body: JSON.stringify({ query: '{ people { pin } }' }),
      signal: abort.signal,
    }).catch(() => undefined)
    await after(ms)
    abort.abort()
    await asked
    await after(200)
    release()
    ministry.misbehave = undefined
    if (ministry.requests.length > before)
      await vi.waitFor(async () => expect(await pairOf(requestId)).toHaveLength(2), {
        timeout: 4000,
      })
  })
})

describe('no record holds what it must not', () => {
  test.each([
    [
      'an id of a request that ends like a UUID',
      { headers: { 'x-request-id': `00000000-0000-4000-8000-${pin}` } },
    ],
    ['a caller that looks like a UUID', { claims: { sub: `00000000-0000-4000-8000-${pin}` } }],
    ['an agency with line feeds', { claims: { agency: `moh ${pin}` } }],
    ['an application', { claims: { client_id: `{"kind":"start"},${pin}` } }],
    ['a value that a variable does not take', { variables: { code: { pin } }, operationName: 'V' }],
    ['a variable that nobody declared', { variables: { [pin]: pin }, operationName: 'V' }],
    ['a literal in a document that is refused', { literal: true }],
  ] as const)('%s', async (_name, how) => {
    const text =
      'literal' in how
        ? `query V { people(nothing: "${pin}") { pin @include(if: "${pin}") } }`
        : 'query V($code: ID) { provinces { code name } __typename @skip(if: false) }'
    await world.ask(text, 'literal' in how ? {} : how)
    await world.ask('{ provinces { code } }')
    const records = await world.records()
    expect(JSON.stringify(records)).not.toContain(pin)
    expect(records.filter(({ kind }) => kind === 'start')).toHaveLength(1)
  })

  test('nor what the gateway logs', () => {
    expect(world.log.join('')).not.toContain(pin)
  })

  test('ids of requests that the gateway makes are recorded as they are', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.ask('{ provinces { code } }')),
    )
    for (const { extensions } of answers)
      expect(await pairOf(extensions['requestId'])).toHaveLength(2)
  })
})

test('variables of the largest size are recorded by their hash', async () => {
  const { extensions, status } = await world.ask('query Q($code: ID) { provinces { code } }', {
    variables: { code: 'x'.repeat(200_000) },
  })
  expect([200, 400]).toContain(status)
  const [request] = await pairOf(extensions['requestId'])
  expect(JSON.stringify(request).length).toBeLessThan(2000)
})
