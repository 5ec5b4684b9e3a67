import { buildSubgraphSchema } from '@apollo/subgraph'
import { constantFrom, assert as holds, property, record, uniqueArray } from 'fast-check'
import { type DocumentNode, graphql, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { CodedError } from '../schema/errors.ts'
import { classesOf } from './class-table.ts'
import type { Grants } from './grants.ts'
import { type Permission, permissions } from './permission.ts'
import { isMet, nobody } from './requirement.ts'
import { purposeTable } from './purpose-table.ts'
import { requirementsOf } from './requirement-table.ts'
import { allRows } from './row-scope.ts'
import { shieldSubgraph } from './shield-subgraph.ts'

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", "@requiresScopes", "@authenticated"])
  type Query { parcels: [Parcel!]!  broken: String @authenticated  coded: String @authenticated  open: String }
  type Parcel @key(fields: "id") @requiresScopes(scopes: [["land:parcel:read"]]) {
    id: ID!
    area: Float!
    stats: Float @requiresScopes(scopes: [["land:parcel:stats"]])
    owner: Person!
    uses: [Use!]!
  }
  type Person @key(fields: "pin") @requiresScopes(scopes: [["population:person:read"]]) {
    pin: ID!
    parcels: [Parcel!]!
  }
  type Province @key(fields: "code") { code: ID! totals: Totals! }
  type Totals @requiresScopes(scopes: [["land:parcel:stats"]]) { count: Int! }
  type Use @authenticated { code: String! }
`)

interface Context {
  grants?: Grants
  purpose?: string
}
const counts = { parcels: 0 }
const parcel = { id: 'p1', area: 1.5, stats: 2, uses: [{ code: 'ONT' }], owner: { pin: '1' } }
const resolvers = {
  Query: {
    parcels: () => {
      counts.parcels += 1
      return [parcel]
    },
    broken: () => {
      throw new Error('password=hunter2')
    },
    coded: () => {
      throw new CodedError('BAD_USER_INPUT', 'A code is wrong.')
    },
    open: () => 'open',
  },
  Parcel: { __resolveReference: () => parcel },
  Person: { __resolveReference: ({ pin }: { pin: string }) => ({ pin, parcels: [parcel] }) },
  Province: { __resolveReference: () => ({ code: '01', totals: { count: 3 } }) },
}

function grantsOfContext({ grants }: Context) {
  return grants
}

function purposeOf({ purpose }: Context) {
  return purposeTable.get(purpose ?? '')
}

function shieldOf(sdl: DocumentNode) {
  const schema = buildSubgraphSchema({ typeDefs: sdl, resolvers })
  return shieldSubgraph({
    schema,
    table: requirementsOf(sdl),
    classes: classesOf(sdl),
    grantsOf: grantsOfContext,
    purposeOf,
  })
}
const shielded = shieldOf(typeDefs)

function holding(...held: Permission[]): Grants {
  return Object.fromEntries(held.map((name) => [name, allRows]))
}

async function ask(source: string, grants?: Grants, variableValues: Record<string, unknown> = {}) {
  const contextValue: Context = grants === undefined ? {} : { grants }
  const { data, errors } = await graphql({ schema: shielded, source, contextValue, variableValues })
  const coded = errors?.map(({ message, originalError, extensions }) => ({
    message,
    code: extensions['code'],
    coordinates: extensions['coordinates'],
    cause: originalError?.cause,
  }))
  return { data, errors: coded }
}

const entities =
  'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Person { pin parcels { area } } ... on Parcel { area } ... on Province { code totals { count } } } }'

describe('a shielded subgraph', () => {
  test('answers what the grants allow', async () => {
    const { data, errors } = await ask(
      '{ parcels { id area uses { code } } }',
      holding('land:parcel:read'),
    )
    expect(errors).toBeUndefined()
    expect(data).toEqual({ parcels: [{ id: 'p1', area: 1.5, uses: [{ code: 'ONT' }] }] })
  })

  test('refuses with the coordinate, before the resolver runs', async () => {
    const before = counts.parcels
    const { data, errors } = await ask('{ parcels { id } }', holding('land:parcel:stats'))
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ code: 'FORBIDDEN', coordinates: ['Query.parcels'] }])
    expect(counts.parcels).toBe(before)
  })

  test('refuses a field that takes more than its type', async () => {
    const { errors } = await ask(
      '{ parcels { id stats owner { pin } } }',
      holding('land:parcel:read'),
    )
    expect(errors).toMatchObject([
      { code: 'FORBIDDEN', coordinates: ['Parcel.owner', 'Parcel.stats'] },
    ])
  })

  test('denies what its schema says nothing about', async () => {
    const { errors } = await ask('{ open }', holding(...permissions))
    expect(errors).toMatchObject([{ code: 'FORBIDDEN', coordinates: ['Query.open'] }])
  })

  test('answers nothing without a verified token, its own schema included', async () => {
    for (const source of ['{ _service { sdl } }', '{ parcels { id } }', '{ broken }']) {
      const { errors } = await ask(source)
      expect(errors, source).toMatchObject([{ code: 'FORBIDDEN' }])
    }
    const { data } = await ask('{ _service { sdl } }', {})
    expect(JSON.stringify(data)).toContain('type Parcel')
  })

  test('opens entities by the type of every representation', async () => {
    const person = { __typename: 'Person', pin: '1' }
    const both = holding('population:person:read', 'land:parcel:read')
    expect((await ask(entities, both, { r: [person] })).data).toEqual({
      _entities: [{ __typename: 'Person', pin: '1', parcels: [{ area: 1.5 }] }],
    })
    for (const r of [
      [{ __typename: 'Parcel', id: 'p1' }, person],
      [person],
      [{ __typename: 'Use', code: 'ONT' }],
      [{ __typename: 'Query' }],
      [{ __typename: 'Absent' }],
    ])
      expect((await ask(entities, holding('land:parcel:read'), { r })).errors).toMatchObject([
        { code: 'FORBIDDEN', coordinates: ['Query._entities'] },
      ])
    const province = { __typename: 'Province', code: '01' }
    const counted = await ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Province { totals { count } } } }',
      holding('land:parcel:stats'),
      { r: [province] },
    )
    expect(counted.data).toEqual({ _entities: [{ totals: { count: 3 } }] })
  })

  test('passes a coded error and hides any other, which stays as its cause', async () => {
    expect((await ask('{ coded }', {})).errors).toMatchObject([
      { code: 'BAD_USER_INPUT', message: 'A code is wrong.' },
    ])
    const { errors } = await ask('{ broken }', {})
    expect(errors).toMatchObject([{ code: 'INTERNAL_SERVER_ERROR', message: 'The server failed.' }])
    expect(errors?.[0]?.cause).toMatchObject({ message: 'password=hunter2' })
  })
})

test('exactly the selections with a closed field are refused, for random rules', async () => {
  const rule = uniqueArray(
    constantFrom<Permission>('land:parcel:read', 'land:parcel:stats', 'population:person:read'),
    { maxLength: 2 },
  ).map((names) =>
    names.length === 0 ? '' : `@requiresScopes(scopes: [${JSON.stringify(names)}])`,
  )
  const rules = record({ a: rule, b: rule, x: rule, y: rule, z: rule, up: rule })
  const held = uniqueArray(
    constantFrom<Permission>('land:parcel:read', 'land:parcel:stats', 'population:person:read'),
  )
  const source = '{ a { x b { y z a { x } } } }'
  const cases: { sdl: DocumentNode; grants: Grants }[] = []
  holds(
    property(rules, held, (made, names) => {
      const sdl = parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])
        type Query { a: A }
        type A ${made.a} { x: Int ${made.x} b: B ${made.up} }
        type B ${made.b} { y: Int ${made.y} z: Int ${made.z} a: A }`)
      cases.push({ sdl, grants: holding(...names) })
    }),
    { numRuns: 60 },
  )
  for (const { sdl, grants } of cases) {
    const rulesOf = requirementsOf(sdl)
    const root = { a: { x: 1, b: { y: 2, z: 3, a: { x: 1 } } } }
    const guarded = shieldOf(sdl)
    const { data, errors } = await graphql({
      schema: guarded,
      source,
      rootValue: root,
      contextValue: { grants },
    })
    const isClosed = (one: string) => {
      const [type = '', field = ''] = one.split('.')
      return !isMet(rulesOf.requirement(type, field) ?? nobody, grants)
    }
    const behind = isClosed('A.b') ? [] : ['B.a', 'B.y', 'B.z']
    const closed = ['A.b', 'A.x', ...behind].filter(isClosed)
    const refused = isClosed('Query.a') ? ['Query.a'] : closed
    expect(errors?.[0]?.extensions['coordinates'] ?? []).toEqual(refused)
    expect(JSON.parse(JSON.stringify(data))).toEqual(refused.length === 0 ? root : { a: null })
  }
})

test('a verdict is not kept where a directive may choose otherwise', async () => {
  const source =
    'query ($with: Boolean!) { parcels { id ...more @include(if: $with) } } fragment more on Parcel { stats }'
  const read = holding('land:parcel:read')
  for (const wanted of [false, true, false, true]) {
    const { errors } = await ask(source, read, { with: wanted })
    expect(errors?.[0]?.coordinates).toEqual(wanted ? ['Parcel.stats'] : undefined)
  }
})

test('a kept verdict belongs to the permissions that it was made for', async () => {
  const source = '{ parcels { id stats } }'
  const document = {
    read: holding('land:parcel:read'),
    both: holding('land:parcel:read', 'land:parcel:stats'),
  }
  for (const [name, grants] of [...Object.entries(document), ...Object.entries(document)])
    expect((await ask(source, grants)).errors === undefined).toBe(name === 'both')
})

test('a mutation is judged as a query is', async () => {
  const sdl = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@requiresScopes"])
    type Query { open: String }
    type Mutation { erase: String @requiresScopes(scopes: [["land:parcel:read"]])  unsaid: String }
  `)
  let erased = 0
  const erase = () => String(++erased)
  const schema = shieldSubgraph({
    schema: buildSubgraphSchema({
      typeDefs: sdl,
      resolvers: { Mutation: { erase, unsaid: erase } },
    }),
    table: requirementsOf(sdl),
    classes: classesOf(sdl),
    grantsOf: grantsOfContext,
    purposeOf,
  })
  const run = (source: string, grants: Grants) =>
    graphql({ schema, source, contextValue: { grants } })
  for (const source of ['mutation { erase }', 'mutation { unsaid }'])
    expect((await run(source, holding('land:registration:read'))).errors, source).toHaveLength(1)
  expect(erased).toBe(0)
  expect(await run('mutation { erase }', holding('land:parcel:read'))).toEqual({
    data: { erase: '1' },
  })
})

describe('records of persons', () => {
  const classified = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
      import: ["@key", "@requiresScopes", "@authenticated"])
    directive @classified(level: String!, category: String) on FIELD_DEFINITION
    type Query { parcels: [Parcel!]! }
    type Parcel @key(fields: "id") @authenticated {
      id: ID! @classified(level: "BASIC", category: "PROPERTY")
      owner: Person! @classified(level: "BASIC", category: "IDENTITY")
    }
    type Person @key(fields: "pin") @authenticated {
      pin: ID! @classified(level: "BASIC", category: "IDENTITY")
      parcels: [Parcel!]! @classified(level: "SENSITIVE", category: "HEALTH")
    }
  `)
  const schema = shieldOf(classified)
  const run = async (source: string, purpose?: string) => {
    const contextValue: Context = { grants: {}, ...(purpose === undefined ? {} : { purpose }) }
    const { errors = [] } = await graphql({ schema, source, contextValue })
    return errors.map(({ extensions }) => [extensions['code'], extensions['coordinates']])
  }
  const person = '_entities(representations: [{ __typename: "Person", pin: "1" }])'

  test.each([
    '{ parcels { id } }',
    '{ parcels { __typename } }',
    '{ parcels { owner { pin } } }',
    `{ parcels: ${person} { ... on Person { pin } } }`,
    `{ parcels: ${person} { __typename } }`,
  ])('take a purpose that opens what is read: %s', async (source) => {
    const root = source.includes('_entities') ? 'Query._entities' : 'Query.parcels'
    expect(await run(source)).toEqual([['PURPOSE_REQUIRED', [root]]])
    expect(await run(source, 'dispensing')).toEqual([['PURPOSE_REQUIRED', [root]]])
    expect(await run(source, 'land-registration')).toEqual([])
  })

  test('of one class too many are refused, whatever else is opened', async () => {
    const source = `{ parcels: ${person} { ... on Person { parcels { id } } } }`
    expect(await run(source, 'land-registration')).toEqual([
      ['PURPOSE_REQUIRED', ['Query._entities']],
    ])
    expect(await run(source, 'citizen-self')).toEqual([])
  })
})
