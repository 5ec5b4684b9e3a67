import { buildSchema, parse, printSchema, validateSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { openAuthoriser } from './authorise.ts'
import { classesOf } from './class-table.ts'
import type { Grants } from './grants.ts'
import type { Permission } from './permission.ts'
import { requirementsOf } from './requirement-table.ts'
import { allRows } from './row-scope.ts'
import { visibleSchema } from './visible-schema.ts'

const sdl = `
  directive @requiresScopes(scopes: [[String!]!]!) on OBJECT | FIELD_DEFINITION | INTERFACE | SCALAR
  directive @authenticated on OBJECT | FIELD_DEFINITION | INTERFACE
  type Query {
    person(pin: ID!): Person
    people(first: Int, where: PersonFilter): PersonConnection!
    provinces: [Province!]! @authenticated
    things: [Thing!]! @authenticated
    found: [Found!] @authenticated
    version: String
  }
  input PersonFilter { name: String }
  type PersonConnection @requiresScopes(scopes: [["population:person:read"]]) {
    nodes: [Person!]!
    pageInfo: PageInfo!
  }
  type PageInfo @authenticated { hasNextPage: Boolean! }
  type Person implements Thing @requiresScopes(scopes: [["population:person:read"]]) {
    id: ID!
    name: String!
    parcels: [Parcel!]!
    relatives(first: Int!): [Person!]!
    health: String @requiresScopes(scopes: [["health:prescription:read"]])
  }
  type Parcel implements Thing @requiresScopes(scopes: [["land:parcel:read"]]) {
    id: ID!
    owner: Person!
  }
  type Province implements Thing @authenticated { id: ID!  code: ID!  totals: Totals! }
  type Totals @requiresScopes(scopes: [["land:parcel:stats"]]) { count: Int! }
  interface Thing @authenticated { id: ID! }
  union Found = Person | Province
`
const schema = buildSchema(sdl)
const table = requirementsOf(parse(sdl))
const classes = classesOf(parse(sdl))
const authorise = openAuthoriser({ schema, table, classes })

function holding(...held: Permission[]): Grants {
  return Object.fromEntries(held.map((name) => [name, allRows]))
}

async function refused(text: string, grants: Grants, variables: Record<string, unknown> = {}) {
  return (await authorise({ document: parse(text), variables, grants })).refused
}

const person = holding('population:person:read')

describe('a document is judged by what it would read', () => {
  test('allowed fields pass, and the refused are named sorted and once', async () => {
    expect(await refused('{ person(pin: "1") { id name } }', person)).toEqual([])
    expect(
      await refused(
        '{ person(pin: "1") { b: parcels { id } a: parcels { id } health } version }',
        person,
      ),
    ).toEqual(['Person.health', 'Person.parcels', 'Query.version'])
  })

  test('without permissions even a nested list is refused at the door', async () => {
    expect(await refused('{ people { nodes { name } } provinces { code } }', {})).toEqual([
      'Query.people',
    ])
  })

  test.each([
    ['an alias', '{ person(pin: "1") { name: health } }'],
    ['a fragment', '{ person(pin: "1") { ...F } } fragment F on Person { health }'],
    ['an inline fragment', '{ person(pin: "1") { ... { ... on Person { health } } } }'],
    ['a list', '{ people { nodes { relatives(first: 3) { relatives(first: 1) { health } } } } }'],
    ['an interface', '{ things { ... on Person { health } } }'],
    ['a union', '{ found { ... on Person { health } } }'],
    [
      'a second operation',
      'query A { provinces { code } } query B { person(pin: "1") { health } }',
    ],
  ])('%s does not get around a rule', async (_, text) => {
    const document = parse(text)
    const operationName = text.startsWith('query A') ? 'B' : undefined
    expect((await authorise({ document, operationName, grants: person })).refused).toEqual([
      'Person.health',
    ])
  })

  test('a field of an interface takes what every type behind it takes', async () => {
    expect(await refused('{ things { id } }', person)).toEqual(['Parcel.id'])
    expect(await refused('{ things { __typename } }', {})).toEqual([])
    expect(
      await refused('{ things { id } }', holding('population:person:read', 'land:parcel:read')),
    ).toEqual([])
  })

  test('skip and include count with the variables of the request', async () => {
    const text = `query ($no: Boolean! = false, $yes: Boolean) {
      person(pin: "1") { name health @include(if: $no) parcels @skip(if: $yes) { id } }
    }`
    expect(await refused(text, person, { yes: true })).toEqual([])
    expect(await refused(text, person, { yes: false })).toEqual(['Person.parcels'])
    expect(await refused(text, person, { yes: true, no: true })).toEqual(['Person.health'])
    expect(await refused('{ version @skip(if: true) provinces { code } }', person)).toEqual([])
  })

  test('a condition that is not a Boolean is the fault of the caller', async () => {
    const text = 'query ($v: Boolean!) { version @include(if: $v) provinces { code } }'
    for (const variables of [{}, { v: null }, { v: 'false' }, { v: 0 }, { v: [false] }])
      await expect(refused(text, person, variables)).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: 'Variable $v: expected a Boolean.',
      })
    await expect(
      authorise({ document: parse('query A { version }'), operationName: 'B', grants: {} }),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  test('other variables are not looked at', async () => {
    const text =
      'query ($pin: ID!, $n: Int!) { person(pin: $pin) { relatives(first: $n) { name } } }'
    expect(await refused(text, person, { pin: { broken: true } })).toEqual([])
  })

  test('introspection is left to whoever asks', async () => {
    const text = '{ __schema { types { name } } __type(name: "Person") { name } version }'
    expect(await refused(text, person)).toEqual(['Query.version'])
  })

  test('a document that interfaces multiply without end is too large', async () => {
    const nested =
      'type Query { n: N } interface N { n: N } ' +
      ['A', 'B', 'C', 'D'].map((name) => `type ${name} implements N { n: N }`).join(' ')
    const judge = openAuthoriser({
      schema: buildSchema(nested),
      table: requirementsOf(parse(nested)),
      classes: classesOf(parse(nested)),
    })
    const text = `{ ${'n {'.repeat(15)} __typename ${'}'.repeat(15)} }`
    await expect(judge({ document: parse(text), grants: {} })).rejects.toMatchObject({
      code: 'DOCUMENT_TOO_LARGE',
    })
  })

  test('a document that fragments multiply without end is too large', async () => {
    const levels = Array.from({ length: 16 }, (_, n) =>
      n === 15
        ? `fragment F15 on Person { name }`
        : `fragment F${n} on Person { a: relatives(first: 1) { ...F${n + 1} } b: relatives(first: 1) { ...F${n + 1} } }`,
    )
    await expect(
      refused(`{ person(pin: "1") { ...F0 } } ${levels.join(' ')}`, person),
    ).rejects.toMatchObject({ code: 'DOCUMENT_TOO_LARGE' })
  })

  test('a verdict is kept for the permissions, the operation and the conditions that it was made for', async () => {
    const document = parse(`
      query A($x: Boolean!) { version @include(if: $x) provinces { code } }
      query B { person(pin: "1") { id } }`)
    const ask = async (operationName: string, grants: Grants, x: boolean) =>
      (await authorise({ document, operationName, variables: { x }, grants })).refused
    expect(await ask('A', {}, true)).toEqual(['Query.version'])
    expect(await ask('A', {}, false)).toEqual([])
    expect(await ask('B', {}, false)).toEqual(['Query.person'])
    expect(await ask('B', person, false)).toEqual([])
    expect(await ask('A', {}, true)).toEqual(['Query.version'])
    expect(await ask('B', {}, false)).toBe(await ask('B', {}, true))
  })
})

describe('the visible schema', () => {
  test('holds only what the caller may query', () => {
    const visible = printSchema(visibleSchema(schema, table, person))
    for (const shown of ['person(', 'PersonConnection', 'PersonFilter', 'provinces'])
      expect(visible).toContain(shown)
    for (const hidden of ['health', 'Parcel', 'version', 'Totals'])
      expect(visible).not.toContain(hidden)
    const bare = printSchema(visibleSchema(schema, table, {}))
    for (const hidden of ['Person', 'PersonFilter', 'people']) expect(bare).not.toContain(hidden)
  })

  test('is a valid schema, whatever is held', () => {
    const held = ['population:person:read', 'land:parcel:read', 'land:parcel:stats'] as const
    for (let bits = 0; bits < 8; bits += 1) {
      const grants = holding(...held.filter((_, place) => (bits >> place) & 1))
      const visible = buildSchema(printSchema(visibleSchema(schema, table, grants)))
      expect(validateSchema(visible)).toEqual([])
    }
  })

  test('of somebody who may query nothing is FORBIDDEN', () => {
    const closed = 'type Query { version: String }'
    const nothing = () => visibleSchema(buildSchema(closed), requirementsOf(parse(closed)), {})
    expect(nothing).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  })
})

test('a schema without any rule is denied whole', async () => {
  const bare = 'type Query { a: Int  b: T }  type T { c: Int }'
  const judge = openAuthoriser({
    schema: buildSchema(bare),
    table: requirementsOf(parse(bare)),
    classes: classesOf(parse(bare)),
  })
  expect((await judge({ document: parse('{ a b { c } }'), grants: person })).refused).toEqual([
    'Query.a',
    'Query.b',
  ])
})
