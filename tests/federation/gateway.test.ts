import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type World, openWorld } from './gateway-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  for (const ministry of Object.values(world.ministries)) ministry.requests.length = 0
})

const asked = () =>
  Object.values(world.ministries).flatMap(({ requests, name }) => requests.map(() => name))

describe('one question over three ministries', () => {
  test('joins their answers by entity, with provenance and a request id', async () => {
    const answer = await world.ask(
      `query Report { provinces { code name peopleTotals { count } landTotals { count area } } }`,
      { role: 'analyst' },
    )
    expect(answer.errors).toEqual([])
    expect(answer.status).toBe(200)
    const row = (code: string, name: string, people: number, parcels: number) => ({
      code,
      name,
      peopleTotals: { count: people },
      landTotals: { count: parcels, area: 120.5 },
    })
    expect(answer.data).toEqual({
      provinces: [
        row('01', 'Hà Nội', 1, 1),
        row('48', 'Đà Nẵng', 0, 0),
        row('79', 'Hồ Chí Minh', 2, 0),
      ],
    })
    const told = { requests: 1, rows: 3, statements: 1, asOf: '2026-11-01T00:00:00Z' }
    const noted = { ...told, latencyMs: expect.any(Number) }
    expect(answer.extensions).toEqual({
      requestId: answer.requestId,
      // The list of provinces does not say how long it is.
      cost: { estimated: 300, actual: 9, budget: 500_000 },
      provenance: { reference: noted, population: noted, land: noted },
    })
  })

  test('goes on from a person to another ministry', async () => {
    const answer = await world.ask(
      `query ($pin: ID!) {
        person(pin: $pin) { fullName province { name } parcels { geohash } }
      }`,
      { role: 'citizen', variables: { pin: '900000000001' } },
    )
    expect(answer.data).toEqual({
      person: {
        fullName: 'Nguyễn Văn An',
        province: { name: 'Hà Nội' },
        parcels: [{ geohash: 'w7er8u0k2m5n' }],
      },
    })
  })

  test('signs a token of its own for each ministry and passes nothing of the caller on', async () => {
    await world.ask(`{ provinces { code peopleTotals { count } } }`, {
      role: 'officer',
      headers: { 'x-request-id': 'my-request-1', cookie: 'a=b', 'x-purpose': 'civil-defence' },
    })
    const [headers] = world.ministries['population']?.requests ?? []
    expect(Object.keys(headers ?? {}).sort()).toEqual(
      [
        ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host'],
        ['x-deadline-ms', 'x-request-id'],
      ].flat(),
    )
    expect(headers?.['x-request-id']).toBe('my-request-1')
    expect(Number(headers?.['x-deadline-ms'])).toBeGreaterThan(1000)
    const [, payload = ''] = String(headers?.['authorization']).split('.')
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect(claims).toMatchObject({ aud: 'ministry:population', purpose: 'civil-defence' })
    expect(JSON.stringify(claims)).toContain('population:person:stats')
    expect(JSON.stringify(claims)).not.toContain('land:parcel')
  })
})

describe('who may ask', () => {
  test.each([
    ['no token', 'nobody' as const, {}],
    ['a foreign audience', 'analyst' as const, { aud: 'somewhere-else' }],
  ])('%s: UNAUTHENTICATED and no ministry asked', async (_what, role, claims) => {
    const answer = await world.ask('{ provinces { code } }', {
      role,
      headers: 'aud' in claims ? { authorization: 'Bearer a.b.c' } : {},
    })
    expect(answer.status).toBe(401)
    expect(answer.errors[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' })
    expect(answer.extensions).toEqual({ requestId: answer.requestId })
    expect(asked()).toEqual([])
  })

  const row = '{ people { fullName } }'
  test.each([
    ['plain', row],
    ['an alias', '{ provinces: people { code: fullName } }'],
    [
      'a fragment',
      'query { ...F } fragment F on Query { people { ...G } } fragment G on Person { fullName }',
    ],
    ['an inline fragment', '{ ... on Query { people { ... { fullName } } } }'],
    [
      'include with a default',
      'query ($yes: Boolean = true) { people @include(if: $yes) { fullName } }',
    ],
    ['skip false', '{ people @skip(if: false) { fullName } }'],
    ['a second operation', `query A { provinces { code } } query B ${row}`],
    ['a way round through an entity', '{ parcels { geohash } }'],
    ['beside what is allowed', '{ provinces { code } people { fullName } }'],
    ['a field that nothing was said about', '{ vault { content } }'],
    ['introspection beside it', '{ people { __typename } }'],
  ])('rows are refused to an analyst: %s', async (_how, query) => {
    const answer = await world.ask(query, {
      role: 'analyst',
      ...(query.includes('query B') ? { operationName: 'B' } : {}),
    })
    expect(answer.status).toBe(400)
    expect(answer.data).toBeUndefined()
    for (const { message, extensions } of answer.errors) {
      expect(extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
      expect(message).toMatch(
        /^Cannot query field "\w+" on type "Query"\.$|^Unknown type "Person"\.$/,
      )
    }
    expect(asked()).toEqual([])
  })

  test('a part that is skipped is read as the rest is', async () => {
    const query = `query ($rows: Boolean!) {
      provinces { code } people @include(if: $rows) { fullName }
    }`
    const without = await world.ask(query, { role: 'analyst', variables: { rows: false } })
    const withRows = await world.ask(query, { role: 'analyst', variables: { rows: true } })
    for (const { errors } of [without, withRows])
      expect(errors.map(({ message }) => message)).toEqual([
        'Cannot query field "people" on type "Query".',
      ])
  })

  test('what other roles of the caller would show is FORBIDDEN under a purpose of one of them', async () => {
    const answer = await world.ask('{ provinces { code peopleTotals { count } } }', {
      claims: { roles: ['analyst', 'citizen'] },
      headers: { 'x-purpose': 'citizen-self' },
    })
    expect(answer.status).toBe(403)
    expect(answer.errors[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      coordinates: ['Province.peopleTotals'],
    })
    expect(asked()).toEqual([])
  })
})

describe('introspection', () => {
  test('shows a caller what the caller may query', async () => {
    const schemaOf = async (role: 'analyst' | 'citizen') => {
      const { data, errors } = await world.ask(getIntrospectionQuery(), { role })
      expect(errors).toEqual([])
      return printSchema(buildClientSchema(data as never))
    }
    expect(await schemaOf('analyst')).not.toContain('type Person')
    expect(await schemaOf('analyst')).toContain('type LandTotals')
    expect(await schemaOf('citizen')).toContain('type Person')
    expect(await schemaOf('citizen')).not.toContain('type LandTotals')
    expect(asked()).toEqual([])
  })

  test('is not mixed with data', async () => {
    const answer = await world.ask('{ provinces { code } __schema { types { name } } }')
    expect(answer.errors[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' })
    expect(answer.errors[0]?.message).toContain('__schema')
  })

  test('__typename alone needs no ministry', async () => {
    const answer = await world.ask('{ __typename }')
    expect(answer.data).toEqual({ __typename: 'Query' })
    expect(asked()).toEqual([])
  })
})

describe('documents and variables', () => {
  test.each([
    ['syntax', '{ people { fullName ', 'GRAPHQL_PARSE_FAILED', 400],
    ['a character', '{ people(x: \u0000) }', 'GRAPHQL_PARSE_FAILED', 400],
    ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['a mutation', 'mutation { a }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['a subscription', 'subscription { a }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['only a fragment', 'fragment F on Query { __typename }', 'GRAPHQL_VALIDATION_FAILED', 400],
    [
      'a fragment inside itself',
      '{ ...F } fragment F on Query { ...F }',
      'GRAPHQL_VALIDATION_FAILED',
      400,
    ],
    [
      'two operations, none named',
      'query A { __typename } query B { __typename }',
      'BAD_USER_INPUT',
      400,
    ],
    ['many tokens', `{ ${'__typename '.repeat(4001)} }`, 'DOCUMENT_TOO_LARGE', 413],
    ['brackets', `{ listed(names: ${'['.repeat(1500)}`, 'DOCUMENT_TOO_LARGE', 413],
    ['depth', `{ ${'a { '.repeat(25)} b ${'}'.repeat(25)} }`, 'DOCUMENT_TOO_LARGE', 413],
    ['aliases', `{ provinces { ${manyAliases(101)} } }`, 'DOCUMENT_TOO_LARGE', 413],
    ['root fields', `{ ${'__typename '.repeat(51)} }`, 'DOCUMENT_TOO_LARGE', 413],
    ['directives', `{ __typename ${'@skip(if: false) '.repeat(101)} }`, 'DOCUMENT_TOO_LARGE', 413],
    ['fragments that double', doublingFragments(30), 'DOCUMENT_TOO_LARGE', 413],
  ])('%s', async (_what, query, code, status) => {
    const answer = await world.ask(query)
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toContain(code)
    expect(answer.status).toBe(status)
    expect(answer.data).toBeUndefined()
    expect(answer.extensions['requestId']).toBe(answer.requestId)
    expect(asked()).toEqual([])
  })

  test('a limit says its name, what it allows and what came', async () => {
    const answer = await world.ask(`{ provinces { ${manyAliases(150)} } }`)
    expect(answer.errors[0]?.extensions).toEqual({
      code: 'DOCUMENT_TOO_LARGE',
      limit: 'aliases',
      allowed: 100,
      got: 150,
    })
  })

  test.each([
    [{ where: { nothing: 1 } }, 'Variable "$where": expected only fields of PersonFilter.'],
    [{ where: 'text 900000000001' }, 'Variable "$where": expected PersonFilter.'],
    [{ where: { bornAfter: '900000000001' } }, 'Variable "$where.bornAfter": expected Int.'],
    [{ where: { provinces: ['01', { a: 1 }] } }, 'Variable "$where.provinces[1]": expected ID!.'],
  ])('variables %j: says the place and the type, not the value', async (variables, message) => {
    const query = 'query ($where: PersonFilter) { people(where: $where) { fullName } }'
    const answer = await world.ask(query, { variables })
    expect(answer.status).toBe(400)
    expect(answer.errors).toEqual([{ message, extensions: { code: 'BAD_USER_INPUT' } }])
    expect(asked()).toEqual([])
  })

  test('a missing variable', async () => {
    const answer = await world.ask('query ($pin: ID!) { person(pin: $pin) { pin } }')
    expect(answer.errors[0]?.message).toBe('Variable "$pin": expected ID!, got none.')
  })

  test('a literal of the wrong type is not repeated', async () => {
    const answer = await world.ask(
      '{ people(where: { bornAfter: "900000000001", fullName: 900000000002 }) { pin } }',
    )
    expect(answer.errors).toHaveLength(2)
    expect(answer.text).not.toMatch(/90000000000/)
    expect(answer.errors[0]?.message).toBe('A value in the document does not fit its type.')
  })

  test('deep variables', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`) as unknown
    const answer = await world.ask('{ __typename }', { variables: { deep } })
    expect(answer.errors[0]?.extensions['limit']).toBe('variableDepth')
  })
})

function manyAliases(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}: code`).join(' ')
}

function doublingFragments(count: number): string {
  const fragments = Array.from(
    { length: count },
    (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
  )
  return `{ ...F0 } ${fragments.join(' ')} fragment F${count} on Query { __typename }`
}
