import { buildSchema, getNamedType, isObjectType, isUnionType, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { entryCover } from './entry-cover.ts'
import type { Grants } from './grants.ts'
import { type Requirement, anyCaller, isMet, nobody } from './requirement.ts'
import { requirementsOf } from './requirement-table.ts'
import { allRows } from './row-scope.ts'
import { fieldsOf } from './shield.ts'

const sdl = `
  directive @requiresScopes(scopes: [[String!]!]!) on OBJECT | FIELD_DEFINITION
  directive @authenticated on OBJECT | FIELD_DEFINITION
  scalar _Any
  union _Entity = Parcel | Person | Province
  type Query {
    parcels: [Parcel!]!
    found: [Found!] @authenticated
    coded: String @authenticated
    _entities(representations: [_Any!]!): [_Entity]!
  }
  union Found = Use | Office
  type Parcel @requiresScopes(scopes: [["land:parcel:read"]]) {
    id: ID!
    area: Float!
    stats: Float @requiresScopes(scopes: [["land:parcel:stats"]])
    owner: Person!
    uses: [Use!]!
  }
  type Person @requiresScopes(scopes: [["population:person:read"]]) { pin: ID!  parcels: [Parcel!]! }
  type Province { code: ID!  totals: Totals! }
  type Totals @requiresScopes(scopes: [["land:parcel:stats"]]) { count: Int! }
  type Use @authenticated { code: String! }
  type Office @requiresScopes(scopes: [["land:parcel:read"]]) { name: String! }
  type Lost @authenticated { name: String! }
`
const schema = buildSchema(sdl)
const { requirement, ofType } = requirementsOf(parse(sdl))
const covered = entryCover(schema, requirement, entity)

function entity(name: string): Requirement {
  return ofType(name) ?? anyCaller
}

const three = ['land:parcel:read', 'land:parcel:stats', 'population:person:read'] as const
const everyone: readonly Grants[] = Array.from({ length: 8 }, (_, bits) =>
  Object.fromEntries(
    three.filter((__, place) => (bits >> place) & 1).map((name) => [name, allRows]),
  ),
)

function isCovered(coordinate: string): boolean {
  const [type = '', field = ''] = coordinate.split('.')
  return covered(type, field)
}

/** Every rule that one of the ways into a type checks, found without the code under test. */
function waysInto(typeName: string): readonly Requirement[] {
  return fieldsOf(schema).flatMap(({ typeName: parent, fieldName }) => {
    const type = schema.getType(parent)
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
    const returned = field && getNamedType(field.type)
    const names = isUnionType(returned)
      ? returned.getTypes().map(({ name }) => name)
      : [returned?.name]
    if (!names.includes(typeName)) return []
    return fieldName === '_entities'
      ? [entity(typeName)]
      : [requirement(parent, fieldName) ?? nobody]
  })
}

describe('fields without a wrapper', () => {
  test('are those that every way into the type has checked', () => {
    for (const name of ['Parcel.id', 'Parcel.area', 'Parcel.uses', 'Person.pin', 'Use.code'])
      expect(isCovered(name), name).toBe(true)
    expect(isCovered('Totals.count')).toBe(true)
  })

  test.each([
    ['roots', ['Query.parcels', 'Query._entities', 'Query.coded']],
    ['fields that take more', ['Parcel.stats', 'Parcel.owner', 'Person.parcels']],
    ['fields of an entity that anyone may enter', ['Province.code', 'Province.totals']],
    ['fields behind a union that checks less', ['Office.name']],
    ['fields that nothing leads to', ['Lost.name']],
  ])('are never %s', (_, names) => {
    for (const name of names) expect(isCovered(name), name).toBe(false)
  })

  test('every leaf is wrapped, or all that lead to its type check at least the same', () => {
    for (const { typeName, fieldName } of fieldsOf(schema)) {
      if (!covered(typeName, fieldName)) continue
      const needed = requirement(typeName, fieldName) ?? nobody
      const ways = waysInto(typeName)
      expect(ways.length).toBeGreaterThan(0)
      for (const way of ways)
        for (const grants of everyone)
          if (isMet(way, grants))
            expect(isMet(needed, grants), `${typeName}.${fieldName}`).toBe(true)
    }
  })
})
