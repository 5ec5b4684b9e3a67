import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { classesOf } from './class-table.ts'

const table = classesOf(
  parse(`
  type Query { person(pin: ID!): Person  people: PersonConnection  visits: [Visit!]  found: [Found!]  named: [Named!]
    verify: Boolean @classified(level: BASIC, category: "IDENTITY")  provinces: [Province!] }
  type Person implements Named @join__type(graph: A, key: "pin") @join__type(graph: B, key: "id") {
    pin: ID! @classified(level: BASIC, category: "IDENTITY")
    id: ID!  @classified(level: SENSITIVE, category: "HEALTH")
    odd: String @classified(level: BASIC, category: "SHOE_SIZE")
    bare: String @classified(level: BASIC)
    province: Province
  }
  interface Named { pin: ID! }
  union Found = Person | Province
  type PersonConnection { nodes: [Person!]!  totalCount: Int! }
  type Visit { on: String @classified(level: SENSITIVE, category: "HEALTH")  kind: String }
  type Province @join__type(graph: A, key: "code") { code: ID! }
  `),
)

test('a field touches its own class; one whose category nobody reviewed is opened by no purpose', () => {
  expect(table.touched('Person', 'pin')).toEqual(['BASIC IDENTITY'])
  expect(table.touched('Person', 'odd')).toEqual(['UNKNOWN'])
  expect(table.touched('Person', 'bare')).toEqual(['UNKNOWN'])
  expect(table.touched('Query', 'verify')).toEqual(['BASIC IDENTITY'])
  expect(table.touched('Person', 'province')).toEqual([])
  expect(table.touched('Person', 'missing')).toEqual([])
})

test('whatever answers a record, a page of them or something that may be one, touches its key', () => {
  const key = ['BASIC IDENTITY', 'SENSITIVE HEALTH']
  for (const field of ['person', 'people', 'found', 'named'])
    expect(table.touched('Query', field), field).toEqual(key)
  expect(table.entered('Person')).toEqual(key)
  expect(table.touched('PersonConnection', 'nodes')).toEqual(key)
  expect(table.touched('PersonConnection', 'totalCount')).toEqual([])
})

test('a record without a key touches the class of its first field', () => {
  expect(table.touched('Query', 'visits')).toEqual(['SENSITIVE HEALTH'])
  expect(table.touched('Query', 'provinces')).toEqual([])
})
