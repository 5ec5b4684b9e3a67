import { readFileSync } from 'node:fs'
import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils'
import {
  buildSchema,
  type GraphQLSchema,
  isInterfaceType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
  validateSchema,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { publishedSchema } from '../schema/diff/published-schema.ts'
import type { Grants } from './grants.ts'
import { permissions } from './permission.ts'
import { anyCaller, isMet } from './requirement.ts'
import { type RequirementTable, requirementsOf } from './requirement-table.ts'
import { roleGrants } from './role-grants.ts'
import { roles } from './role.ts'
import { allRows } from './row-scope.ts'
import { visibleSchema } from './visible-schema.ts'

const sdl = `
  directive @requiresScopes(scopes: [[String!]!]!) on OBJECT | FIELD_DEFINITION | INTERFACE
  directive @authenticated on OBJECT | FIELD_DEFINITION | INTERFACE
  directive @filterScopes(scopes: [[String!]!]!) on INPUT_FIELD_DEFINITION
  type Query {
    people(where: PersonFilter): [Person!]
    provinces(where: ProvinceFilter, colour: Colour): [Province!] @authenticated
    things: [Thing!] @authenticated
    found: [Found!] @authenticated
  }
  enum Colour { RED }
  enum Secrecy { SECRET }
  input PersonFilter { name: String  secrecy: Secrecy }
  input ProvinceFilter {
    name: String
    people: PersonFilter @filterScopes(scopes: [["population:person:read"], ["population:person:stats"]])
  }
  type Person implements Thing @requiresScopes(scopes: [["population:person:read"]]) {
    id: ID!  name: String!  secrecy: Secrecy
  }
  type Province implements Thing @authenticated {
    id: ID!  name: String!  peopleTotals: PeopleTotals
  }
  type PeopleTotals @requiresScopes(scopes: [["population:person:stats"]]) { count: Int }
  interface Thing @authenticated { id: ID! }
  union Found = Person | Province
`
const schema = buildSchema(sdl)
const table = requirementsOf(parse(sdl))

function said(query: string, grants: Grants): readonly string[] {
  return validate(visibleSchema(schema, table, grants), parse(query)).map(({ message }) => message)
}

const everything: Grants = {
  'population:person:read': allRows,
  'population:person:stats': allRows,
}

describe('a document that names what the caller may not see', () => {
  test.each([
    ['a field', '{ people { name } }', 'Cannot query field "people" on type "Query".'],
    [
      'an alias',
      '{ provinces { name: peopleTotals { count } } }',
      'Cannot query field "peopleTotals" on type "Province".',
    ],
    ['a fragment', '{ found { ...F } } fragment F on Person { name }', 'Unknown type "Person".'],
    ['an inline fragment', '{ things { ... on Person { name } } }', 'Unknown type "Person".'],
    [
      'a fragment on its interface',
      '{ found { ... on Thing { ... on Person { id } } } }',
      'Unknown type "Person".',
    ],
    ['its name alone', '{ found { ... on Person { __typename } } }', 'Unknown type "Person".'],
    [
      'what is skipped',
      'query ($no: Boolean!) { people @include(if: $no) { name } }',
      'Cannot query field "people" on type "Query".',
    ],
    [
      'what is never included',
      '{ provinces { peopleTotals @skip(if: true) { count } } }',
      'Cannot query field "peopleTotals" on type "Province".',
    ],
    [
      'a type of variables',
      'query ($where: PersonFilter) { provinces { name } }',
      'Unknown type "PersonFilter".',
    ],
    ['an enum', 'query ($s: Secrecy) { provinces { name } }', 'Unknown type "Secrecy".'],
    [
      'a filter over joined rows',
      '{ provinces(where: { people: { name: "a" } }) { name } }',
      'Field "people" is not defined by type "ProvinceFilter".',
    ],
    [
      'entities',
      '{ _entities(representations: []) { __typename } }',
      'Cannot query field "_entities" on type "Query".',
    ],
  ])('is told that there is no such thing: %s', (_how, query, message) => {
    expect(said(query, {})).toContain(message)
    const known = said(query, everything)
    if (!query.includes('_entities')) expect(known).not.toContain(message)
  })

  test.each([
    ['{ peopl { name } }', /people/],
    ['{ provinces { peopleTotal { count } } }', /peopleTotals/],
    ['{ found { ... on Persn { id } } }', /"Person"/],
    ['query ($w: PersonFilte) { provinces { name } }', /PersonFilter/],
    ['{ provinces(where: { peopl: {} }) { name } }', /people/],
  ])('and nothing hidden is suggested: %s', (query, hidden) => {
    expect(said(query, {}).join(' ')).not.toMatch(hidden)
    expect(said(query, everything).join(' ')).toMatch(hidden)
  })

  test('while what is visible is suggested', () => {
    expect(said('{ provinces { nam } }', {})).toEqual([
      'Cannot query field "nam" on type "Province". Did you mean "name"?',
    ])
  })
})

test('a filter over joined rows is open to who may read or count them', () => {
  const query = '{ provinces(where: { people: { name: "a" } }) { name } }'
  for (const permission of ['population:person:read', 'population:person:stats'] as const)
    expect(said(query, { [permission]: allRows })).toEqual([])
})

/** The same by the tools of others: fields taken out one by one, then what nothing leads to. */
function pruned(whole: GraphQLSchema, rules: RequirementTable, grants: Grants): GraphQLSchema {
  const allows = (type: string, field: string) => {
    const requirement = rules.requirement(type, field)
    return requirement !== undefined && isMet(requirement, grants)
  }
  const behind = (type: string) => {
    const face = whole.getType(type)
    return isInterfaceType(face) ? whole.getPossibleTypes(face) : []
  }
  return pruneSchema(
    mapSchema(whole, {
      [MapperKind.OBJECT_FIELD]: (field, name, type) => (allows(type, name) ? field : null),
      [MapperKind.INTERFACE_FIELD]: (field, name, type) => {
        const own = rules.requirement(type, name)
        const isOpen =
          behind(type).length > 0 && behind(type).every((one) => allows(one.name, name))
        return isOpen && (own === undefined || isMet(own, grants)) ? field : null
      },
      [MapperKind.INPUT_OBJECT_FIELD]: (field, name, type) =>
        isMet(rules.ofInput(type, name) ?? anyCaller, grants) ? field : null,
    }),
  )
}

describe('the same as others prune', () => {
  const house = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8')
  const whole = publishedSchema(house)
  const rules = requirementsOf(parse(house))
  const thirds = [0, 1, 2].map((turn) =>
    Object.fromEntries(permissions.filter((_, i) => i % 3 !== turn).map((one) => [one, allRows])),
  )
  const seen = roles.filter((role) => role !== 'publisher').map(roleGrants)

  test('for every role of this house, and odd sets of permissions', () => {
    for (const grants of [...seen, ...thirds]) {
      const text = printSchema(lexicographicSortSchema(visibleSchema(whole, rules, grants)))
      const expected = lexicographicSortSchema(pruned(whole, rules, grants))
      expect(text).toBe(printSchema(expected))
      expect(validateSchema(buildSchema(text))).toEqual([])
    }
  })

  test('of a schema that was extended, or has roots of other names', () => {
    const odd = buildSchema(`
      schema { query: Root }
      type Root { person: Person }
      type Person { name: String }
      extend type Person { secret: Secret }
      type Secret { word: String }
      directive @authenticated on OBJECT | FIELD_DEFINITION`)
    const open = (names: readonly string[]): RequirementTable => ({
      ofType: () => undefined,
      ofInput: () => undefined,
      requirement: (type, field) => (names.includes(`${type}.${field}`) ? anyCaller : undefined),
    })
    const all = ['Root.person', 'Person.name', 'Person.secret', 'Secret.word']
    for (const names of [all, all.slice(0, 3), all.slice(0, 2)])
      expect(printSchema(visibleSchema(odd, open(names), {}))).toBe(
        printSchema(pruned(odd, open(names), {})),
      )
  })
})
