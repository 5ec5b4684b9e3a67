import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { anyCaller } from './requirement.ts'
import { requirementsOf } from './requirement-table.ts'

const person = 'population:person:read'
const parcel = 'land:parcel:read'

function tableOf(sdl: string) {
  return requirementsOf(parse(sdl))
}

describe('what a coordinate requires', () => {
  test('is its parent type AND itself AND the type it returns', () => {
    const { requirement, ofType } = tableOf(`
      type Query { people: [Person!]! }
      type Person @requiresScopes(scopes: [["${person}"]]) {
        name: String!
        parcels: [[Parcel!]]! @requiresScopes(scopes: [["land:parcel:stats"], ["${person}"]])
        secret: Secret
        colour: Colour
      }
      type Parcel @requiresScopes(scopes: [["${parcel}"]]) { id: ID! }
      scalar Secret @requiresScopes(scopes: [["population:household:read"]])
      enum Colour @authenticated { RED }
    `)
    expect(ofType('Person')).toEqual([[person]])
    expect(requirement('Query', 'people')).toEqual([[person]])
    expect(requirement('Person', 'name')).toEqual([[person]])
    expect(requirement('Person', 'parcels')).toEqual([[parcel, person]])
    expect(requirement('Person', 'secret')).toEqual([['population:household:read', person]])
    expect(requirement('Person', 'colour')).toEqual([[person]])
  })

  test('is nothing, that is denied, where nothing is said', () => {
    const { requirement, ofType } = tableOf(`
      type Query { version: String  page: Page  open: Page @authenticated }
      type Page { size: Int }
    `)
    expect(requirement('Query', 'version')).toBeUndefined()
    expect(requirement('Query', 'page')).toBeUndefined()
    expect(requirement('Query', 'open')).toEqual(anyCaller)
    expect(requirement('Page', 'size')).toBeUndefined()
    expect(requirement('Query', 'absent')).toBeUndefined()
    expect(requirement('__proto__', 'constructor')).toBeUndefined()
    expect(ofType('Page')).toBeUndefined()
  })

  test('adds up over extensions, repeated directives and interfaces', () => {
    const { requirement } = tableOf(`
      interface Thing @authenticated { id: ID! }
      type Parcel @requiresScopes(scopes: [["${parcel}"]]) { id: ID! }
      extend type Parcel @requiresScopes(scopes: [["${person}"]]) { owner: String @authenticated }
    `)
    expect(requirement('Thing', 'id')).toEqual(anyCaller)
    expect(requirement('Parcel', 'id')).toEqual([[parcel, person]])
    expect(requirement('Parcel', 'owner')).toEqual([[parcel, person]])
  })

  test('holds policies too', () => {
    const { requirement } = tableOf(`type Q { a: Int @policy(policies: [["${person}"]]) }`)
    expect(requirement('Q', 'a')).toEqual([[person]])
  })
})

describe('rules under other names', () => {
  test('are read as @link names them', () => {
    const renamed = tableOf(`
      schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "needs", for: SECURITY)
        @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY,
              import: [{ name: "@authenticated", as: "@signedIn" }])
      { query: Query }
      directive @needs(scopes: [[String!]!]!) on FIELD_DEFINITION
      type Query { a: Int @needs(scopes: [["${person}"]])  b: Int @signedIn }
    `)
    expect(renamed.requirement('Query', 'a')).toEqual([[person]])
    expect(renamed.requirement('Query', 'b')).toEqual(anyCaller)
  })

  test('are read with the federation prefix and from imports', () => {
    const { requirement } = tableOf(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
        import: ["@key", { name: "@requiresScopes", as: "@scopes" }])
      type Query { a: Int @scopes(scopes: [["${person}"]])  b: Int @federation__authenticated }
    `)
    expect(requirement('Query', 'a')).toEqual([[person]])
    expect(requirement('Query', 'b')).toEqual(anyCaller)
  })
})

test.each([
  ['an unknown permission', 'type Q { a: Int @requiresScopes(scopes: [["land:all:read"]]) }'],
  ['scopes of the wrong shape', `type Q { a: Int @requiresScopes(scopes: ["${person}"]) }`],
  ['no scopes', 'type Q { a: Int @requiresScopes }'],
  ['an unknown policy', 'type Q { a: Int @policy(policies: [["officers"]]) }'],
  [
    'a renamed rule that no link explains',
    `type Q { a: Int @my_requiresScopes(scopes: [["${person}"]]) }`,
  ],
  ['a definition that no link explains', 'directive @fed__policy on OBJECT type Q { a: Int }'],
  [
    'security rules of an unknown kind',
    'schema @link(url: "https://specs.apollo.dev/vault/v0.1", for: SECURITY) { query: Q } type Q { a: Int }',
  ],
  [
    'links by another directive',
    'schema @core(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "x") { query: Q } type Q { a: Int }',
  ],
])('a schema with %s makes no table', (_, sdl) => {
  expect(() => tableOf(sdl)).toThrow(Error)
})

test('a link to @inaccessible is obeyed by whoever loads the schema; any other rule must be known', () => {
  const linking = (url: string) =>
    parse(`schema @link(url: "${url}", for: SECURITY) { query: Query } type Query { a: Int }`)
  const specs = 'https://specs.apollo.dev'
  expect(() => requirementsOf(linking(`${specs}/inaccessible/v0.2`))).not.toThrow()
  for (const url of [
    `${specs}/inaccessible/v9.0`,
    `${specs}/other/v0.1`,
    'https://example.test/inaccessible/v0.2',
  ])
    expect(() => requirementsOf(linking(url))).toThrow(/unknown access rules are linked/)
})
