import { type GraphQLInputType, buildSchema, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { openDocumentUse } from './document-use.ts'
import { valueUse } from './value-use.ts'

const schema = buildSchema(`
directive @live on FIELD
enum Sex { MALE FEMALE }
input Where { name: String sex: Sex and: [Where!] }
interface Being { id: ID! }
type Person implements Being { id: ID! name(short: Boolean): String! sex: Sex mother: Person }
type Query { person(pin: ID!): Person people(where: Where, first: Int): [Person!]! being: Being }
`)

function used(text: string, variables: Readonly<Record<string, unknown>> = {}, name?: string) {
  const { coordinates, open } = openDocumentUse(schema)(parse(text), name)
  const found = new Set(coordinates)
  for (const { variable, type } of open) valueUse(variables[variable], type, found)
  return [...found].sort()
}

describe('a document uses', () => {
  test('its fields and their arguments, once each, in fragments too', () => {
    expect(
      used(`query A { person(pin: "9") { ...P mother { ...P name } } }
        fragment P on Person { id name(short: true) }`),
    ).toEqual([
      'Person',
      'Person.id',
      'Person.mother',
      'Person.name',
      'Person.name(short:)',
      'Query.person',
      'Query.person(pin:)',
    ])
  })

  test('input fields and enum values that it writes', () => {
    expect(used('{ people(where: { and: [{ sex: MALE }, { name: "An" }] }) { id } }')).toEqual([
      'Person.id',
      'Query.people',
      'Query.people(where:)',
      'Sex.MALE',
      'Where',
      'Where.and',
      'Where.name',
      'Where.sex',
    ])
  })

  test('those that its variables name, and the types of variables', () => {
    const text = 'query($w: Where, $s: Sex, $n: Int) { people(where: $w, first: $n) { id } }'
    expect(used(text)).toEqual([
      'Person.id',
      'Query.people',
      'Query.people(first:)',
      'Query.people(where:)',
      'Sex',
      'Where',
    ])
    const named = used(text, { w: { and: { sex: 'FEMALE' } }, s: 'MALE', n: 3 })
    expect(named).toEqual(
      expect.arrayContaining(['Where.and', 'Where.sex', 'Sex.FEMALE', 'Sex.MALE']),
    )
    expect(named).not.toContain('Where.name')
  })

  test('interfaces, type conditions and directives of its own, and nothing of introspection', () => {
    expect(
      used(
        '{ __typename being { id @live @include(if: true) ... on Person { sex } } __type(name: "A") { name } }',
      ),
    ).toEqual(['@live', 'Being.id', 'Person', 'Person.sex', 'Query.being'])
  })

  test('what the operation that is meant uses, and no other', () => {
    expect(used('query A { being { id } } query B { person(pin: "9") { id } }', {}, 'A')).toEqual([
      'Being.id',
      'Query.being',
    ])
    expect(used('query A { being { id } } query B { being { id } }')).toEqual([])
  })

  test('is worked out once for a document that is kept', () => {
    const useOf = openDocumentUse(schema)
    const document = parse('{ being { id } }')
    expect(useOf(document, undefined)).toBe(useOf(document, undefined))
    expect(useOf(parse('{ being { id } }'), undefined)).not.toBe(useOf(document, undefined))
  })
})

describe('a value of a variable', () => {
  const where = schema.getType('Where') as GraphQLInputType
  const names = (value: unknown) => {
    const found = new Set<string>()
    valueUse(value, where, found)
    return [...found].sort()
  }

  test('gives names that the schema has, and nothing that the caller wrote', () => {
    expect(names({ name: '900000000001', sex: '900000000001', other: 1 })).toEqual([
      'Where',
      'Where.name',
      'Where.sex',
    ])
    expect(names({ and: [{ sex: 'MALE' }, null] })).toEqual([
      'Sex.MALE',
      'Where',
      'Where.and',
      'Where.sex',
    ])
    expect(names({ toString: 1, __proto__: { name: 'x' } })).toEqual(['Where'])
    expect(names(null)).toEqual([])
    expect(names('text')).toEqual([])
  })
})
