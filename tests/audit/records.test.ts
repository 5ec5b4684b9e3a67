import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { eventFields, headFields } from '../../gateway/audit/event-fields.ts'
import type { Answer } from '../federation/gateway-world.ts'
import { reference } from '../federation/gateway-plans.ts'
import type { MinistryPlan } from '../federation/gateway-ministry.ts'
import { databaseUrl } from '../support/database.ts'
import { type AuditedWorld, type JournalRecord, openAuditedWorld } from './audited-world.ts'

const pin = '900000000001'
const forPurpose = { 'x-purpose': 'population-management' }

/** Personal records with classes of data, and a ministry that reports whose they are. */
const register: MinistryPlan = {
  name: 'register',
  sdl: `extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@requiresScopes", "@authenticated", "@composeDirective"])
    @link(url: "https://specs.lien-thong.example/lienthong/v1.0", import: ["@classified"])
    @composeDirective(name: "@classified")
  directive @classified(level: lienthong__DataClass!, category: String) on FIELD_DEFINITION
  enum lienthong__DataClass { BASIC SENSITIVE RESTRICTED }
  type Query { person(pin: ID!): Person slow: Int @authenticated }
  type Person @key(fields: "pin") @requiresScopes(scopes: [["population:person:read"]]) {
    pin: ID! @classified(level: BASIC, category: "IDENTITY")
    fullName: String! @classified(level: BASIC, category: "IDENTITY")
    ethnicity: String @classified(level: SENSITIVE, category: "ETHNICITY")
  }`,
  resolvers: {
    Query: {
      person: (_parent, args) => ({ pin: args['pin'] as string, fullName: 'An', ethnicity: '01' }),
      slow: () => 1,
    },
    Person: { __resolveReference: (person) => person },
  },
}

let world: AuditedWorld
let reports: unknown
beforeAll(async () => {
  world = await openAuditedWorld({}, [reference, register])
  const ministry = world.ministries['register']
  if (ministry === undefined) throw new Error('expected the register')
  ministry.report = () => (reports === undefined ? {} : { persons: reports })
})
afterAll(() => world[Symbol.asyncDispose]())

async function recordsOf(answer: Answer): Promise<readonly JournalRecord[]> {
  const records = await world.records()
  const request = records.find(({ requestId }) => requestId === answer.extensions['requestId'])
  return records.filter(({ id }) => id !== undefined && id === request?.['id'])
}

describe('an answered request', () => {
  const query =
    'query Look($pin: ID!) { who: person(pin: $pin) { ...of } provinces { name } } fragment of on Person { fullName ethnicity }'

  test('says who asked what, for which purpose, and never whose number', async () => {
    reports = undefined
    const answer = await world.ask(query, {
      variables: { pin },
      operationName: 'Look',
      headers: forPurpose,
      claims: { client_id: 'portal', agency: 'moh' },
    })
    expect(answer.errors).toEqual([])
    const [request, outcome, ...more] = await recordsOf(answer)
    expect(more).toEqual([])
    expect(request).toMatchObject({
      kind: 'request',
      caller: 'test-officer',
      person: world.audit.personKeys.person(pin),
      roles: ['officer'],
      agency: 'moh',
      client: 'portal',
      purpose: 'population-management',
      document: createHash('sha256').update(query).digest('hex'),
      operation: 'Look',
      variables: world.audit.personKeys.text(JSON.stringify({ pin })),
      verdict: 'allowed',
      coordinates: [
        'Person.ethnicity',
        'Person.fullName',
        'Province.name',
        'Query.person',
        'Query.provinces',
      ],
      classes: ['BASIC IDENTITY', 'SENSITIVE ETHNICITY'],
    })
    expect(outcome).toMatchObject({
      kind: 'outcome',
      id: request?.['id'],
      caller: 'test-officer',
      status: 200,
      codes: [],
      ministries: { reference: { requests: 1, rows: 3 }, register: { requests: 1, rows: 3 } },
      rows: 6,
      persons: {},
    })
    expect(JSON.stringify([request, outcome])).not.toContain(pin)
    expect(JSON.stringify([request, outcome])).not.toContain('Look($pin')
  })

  test('is flagged for review where the purpose is one for emergencies, and nowhere else', async () => {
    const flags: unknown[] = []
    for (const purpose of ['civil-defence', 'residence-confirmation']) {
      const answer = await world.ask(`{ person(pin: "${pin}") { fullName } }`, {
        headers: { 'x-purpose': purpose },
      })
      const [request] = await recordsOf(answer)
      flags.push([request?.['purpose'], request?.['emergency']])
    }
    expect(flags).toEqual([
      ['civil-defence', true],
      ['residence-confirmation', undefined],
    ])
  })

  test('names the persons that a ministry reports, once each, with what was shown of them', async () => {
    const [one, two] = [
      world.audit.personKeys.person(pin),
      world.audit.personKeys.person('900000000002'),
    ]
    reports = [
      { classes: ['BASIC IDENTITY'], persons: [one, two] },
      { classes: ['SENSITIVE HEALTH'], persons: [one] },
    ]
    const answer = await world.ask('{ person(pin: "900000000001") { fullName } }', {
      headers: forPurpose,
    })
    const [, outcome] = await recordsOf(answer)
    expect(outcome?.['persons']).toEqual({
      register: [
        { classes: ['BASIC IDENTITY', 'SENSITIVE HEALTH'], persons: [one] },
        { classes: ['BASIC IDENTITY'], persons: [two] },
      ],
    })
  })

  test.each([
    [[pin]],
    ['x'],
    [[null]],
    [{}],
    [[{ classes: [], persons: [pin] }]],
    [[{ classes: [pin], persons: [] }]],
    [[{ persons: [] }]],
    [[{ classes: ['BASIC IDENTITY'], persons: [`other.${'A'.repeat(22)}`] }]],
  ])('whose persons are unknown does not leave: %j', async (bad) => {
    reports = bad
    const answer = await world.ask(
      '{ person(pin: "900000000001") { fullName } provinces { code } }',
      { headers: forPurpose },
    )
    expect(answer.data).toMatchObject({ person: null, provinces: [{}, {}, {}] })
    expect(answer.errors).toMatchObject([{ extensions: { code: 'MINISTRY_UNAVAILABLE' } }])
    reports = undefined
  })
})

test.each([
  ['{ person(pin: "1") { fullName', ['GRAPHQL_PARSE_FAILED'], 'refused', 400],
  ['{ nothing }', ['GRAPHQL_VALIDATION_FAILED'], 'refused', 400],
  ['query ($pin: ID!) { person(pin: $pin) { pin } }', ['BAD_USER_INPUT'], 'refused', 400],
  ['{ __schema { queryType { name } } }', [], 'schema', 200],
])('no ministry is asked, and both records are there: %s', async (text, codes, verdict, status) => {
  const asked = world.ministries['register']?.requests.length
  const answer = await world.ask(text)
  expect(answer.status).toBe(status)
  const records = await recordsOf(answer)
  expect(records).toMatchObject([
    { kind: 'request', verdict },
    { kind: 'outcome', codes, status, ministries: {}, rows: 0 },
  ])
  expect(world.ministries['register']?.requests.length).toBe(asked)
})

test('a refusal by rules is recorded with what was wanted', async () => {
  const answer = await world.ask('{ person(pin: "1") { ethnicity } }', { role: 'analyst' })
  expect(answer.status).toBe(400)
  expect(await recordsOf(answer)).toMatchObject([
    {
      verdict: 'refused',
      coordinates: ['Person.ethnicity', 'Query.person'],
      classes: ['SENSITIVE ETHNICITY'],
    },
    { codes: ['GRAPHQL_VALIDATION_FAILED'], status: 400 },
  ])
})

test('texts that others choose carry no personal number, no control character and no length', async () => {
  const answer = await world.ask(`query q${pin} { provinces { code } }`, {
    operationName: `q${pin}`,
    claims: { agency: `a\u200B${'x'.repeat(250)}`, client_id: `app ${pin}${pin}` },
    headers: { 'x-request-id': `look-${pin}` },
  })
  expect(answer.errors).toEqual([])
  const all = await world.records()
  const request = all.find(({ operation }) => operation === 'q…')
  expect(request).toMatchObject({
    client: 'app …',
    // Another one was given: by the client's the journal could not be asked.
    requestId: answer.extensions['requestId'],
  })
  expect(answer.extensions['requestId']).not.toContain('look-')
  expect(JSON.stringify(all)).not.toContain(pin)
})

test('who is unknown is not recorded: nobody fills the journal without a token', async () => {
  const before = (await world.records()).length
  expect((await world.ask('{ provinces { code } }', { role: 'nobody' })).status).toBe(401)
  expect(await world.records()).toHaveLength(before)
})

test('requests side by side share batches, and every answer has its two records', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => world.ask('{ provinces { code } }')),
  )
  const records = await world.records()
  for (const { extensions } of answers) {
    const request = records.find(({ requestId }) => requestId === extensions['requestId'])
    expect(records.filter(({ id }) => id === request?.['id'])).toHaveLength(2)
  }
  expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index))
})

test('every record has the fields that docs/audit-events.md names, in their order', async () => {
  const records = await world.records()
  const kinds = new Set(records.map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['checkpoint', 'outcome', 'request', 'start'])
  for (const record of records) {
    const own = Object.entries(eventFields).find(([kind]) => kind === record.kind)?.[1] ?? {}
    const documented = Object.entries({ ...headFields, ...own })
    const expected = documented.filter(([name, { optional }]) => !optional || name in record)
    expect(Object.keys(record)).toEqual(expected.map(([name]) => name))
  }
})

test('whose records were shown, and whose a caller saw, is found by the hash of the person', async () => {
  const { personKeys } = world.audit
  const persons = ['900000000007', '900000000008'].map((one) => personKeys.person(one))
  reports = [{ classes: ['BASIC IDENTITY'], persons }]
  const answer = await world.ask('{ person(pin: "900000000007") { fullName } }', {
    claims: { client_id: 'seventh' },
    headers: forPurpose,
  })
  reports = undefined
  const [request] = await recordsOf(answer)
  await using reader = await connected(databaseUrl('gateway', 'reader'))
  const seen = await reader.query(
    `SELECT p.ministry, r.body ->> 'client' AS client FROM audit.person AS p
     JOIN audit.record AS r ON r.id = p.id AND r.kind = 'request' WHERE p.person = ANY($1)`,
    [personKeys.everyPerson('900000000007')],
  )
  expect(seen.rows).toEqual([{ ministry: 'register', client: 'seventh' }])
  const touched = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit.person WHERE id = $1`,
    [request?.['id']],
  )
  expect(touched.rows).toEqual([{ count: 2 }])
})

test('identical requests in flight share the work; each has its records, with the persons shown', async () => {
  const ministry = world.ministries['register']
  if (ministry === undefined) throw new Error('expected the register')
  reports = [{ classes: ['BASIC IDENTITY'], persons: [world.audit.personKeys.person(pin)] }]
  ministry.requests.length = 0
  const token = await world.token('officer')
  const headers = { authorization: `Bearer ${token}`, ...forPurpose }
  ministry.misbehave = (_request, response) => {
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const data = { person: { fullName: 'An' } }
      response.end(JSON.stringify({ data, extensions: { persons: reports } }))
    }, 150)
    return true
  }
  const ask = () =>
    world.ask('query ($pin: ID!) { person(pin: $pin) { fullName } }', {
      role: 'nobody',
      variables: { pin },
      headers,
    })
  const answers = await Promise.all([ask(), ask()])
  ministry.misbehave = undefined
  expect(ministry.requests).toHaveLength(1)
  for (const answer of answers) {
    expect(answer.data).toEqual({ person: { fullName: 'An' } })
    const [request, outcome, ...more] = await recordsOf(answer)
    expect(more).toEqual([])
    expect(request).toMatchObject({ kind: 'request', verdict: 'allowed' })
    expect(outcome).toMatchObject({ kind: 'outcome', ministries: { register: { requests: 1 } } })
    expect(JSON.stringify(outcome?.['persons'])).toContain(world.audit.personKeys.person(pin))
  }
})
