import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { search } from './entries.ts'
import { fieldSnippet, sampleQuestion } from './sample-question.ts'
import { usersOf } from './users-of.ts'

const schema = buildSchema(`
  "Tỉnh, thành phố · Province" type Province { code: ID! "Diện tích đất ở · Area" areaKm2: Float! parcelTotals(where: ParcelFilter): Totals communes(first: Int): CommuneConnection! old: Int @deprecated }
  type CommuneConnection { nodes: [Commune!]! totalCount: Int! }
  type Commune { code: ID! name: String! province: Province! at(date: String!): Commune }
  type Totals { count: Int percentile(p: Float!): Float }
  input ParcelFilter { code: ID }
  enum Dimension { PROVINCE KIND }
  input GroupBy { field: Dimension! bucket: String }
  type Groups { groups: [Group!]! truncated: Boolean! }
  type Group { count: Int }
  type Lost { name: String }
  type Query { provinces: [Province!]! province(code: ID!): Province groups(groupBy: [GroupBy!]!): Groups lost(pin: ID!, date: String!): Commune }
`)
const coordinates = (looked: string) =>
  search(schema, looked, 50).entries.map(({ coordinate }) => coordinate)

describe('search', () => {
  test('by names, their parts, and coordinates', () => {
    expect(coordinates('province').slice(0, 2)).toEqual(['Query.province', 'Province'])
    expect(coordinates('totals')).toEqual(
      expect.arrayContaining(['Totals', 'Province.parcelTotals', 'Totals.count']),
    )
    expect(coordinates('Province.area')[0]).toBe('Province.areaKm2')
    expect(coordinates('nothing like it')).toEqual([])
    expect(coordinates('  ')).toEqual([])
  })

  test('in Vietnamese, with and without diacritics, and in English', () => {
    for (const looked of ['đất ở', 'dat o', 'DIEN TICH', 'diện tích', 'area'])
      expect(coordinates(looked)[0]).toBe('Province.areaKm2')
  })

  test('tells how many there are beyond those shown', () => {
    const { entries, count } = search(schema, 'e', 2)
    expect(entries).toHaveLength(2)
    expect(count).toBeGreaterThan(2)
  })

  test('5,000 fields are searched without preparing them again', () => {
    const fields = Array.from(
      { length: 5000 },
      (_, at) => `"Trường số ${at} · Field ${at}" field${at}: Int`,
    )
    const large = buildSchema(`type Query { ${fields.join('\n')} }`)
    search(large, 'warm', 10)
    const began = performance.now()
    expect(search(large, 'truong so 4999', 10).entries[0]?.coordinate).toBe('Query.field4999')
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

test('who answers or takes a type', () => {
  expect(usersOf(schema, 'Commune')).toEqual([
    'CommuneConnection.nodes',
    'Commune.at',
    'Query.lost',
  ])
  expect(usersOf(schema, 'ParcelFilter')).toEqual(['Province.parcelTotals'])
  expect(usersOf(schema, 'Nowhere')).toEqual([])
})

describe('a question for what was found', () => {
  test.each([
    'Query.provinces',
    'Query.province',
    'Query.groups',
    'Commune',
    'Commune.name',
    'Commune.at',
    'Province.communes',
    'Province.parcelTotals',
    'Totals.percentile',
    'Group.count',
    'Province.old',
  ])('%s is valid as it stands', (coordinate) => {
    const sample = sampleQuestion(schema, coordinate)
    expect(validate(schema, parse(sample?.query ?? ''))).toEqual([])
    expect(sample?.query).toContain(coordinate.split('.')[1] ?? 'nodes')
  })

  test('what only the reader knows is a variable', () => {
    const { query, variables } = sampleQuestion(schema, 'Query.lost') ?? {}
    expect(query).toBe(
      'query ($pin: ID!, $date: String!) {\n  lost(pin: $pin, date: $date) {\n    code\n    name\n  }\n}\n',
    )
    expect(JSON.parse(variables ?? '')).toEqual({ pin: '', date: '' })
  })

  test('where no way leads there is none', () => {
    expect(sampleQuestion(schema, 'Lost')).toBeUndefined()
    expect(sampleQuestion(schema, 'ParcelFilter')).toBeUndefined()
    expect(sampleQuestion(schema, 'Query.nowhere')).toBeUndefined()
  })
})

test('a field is written into a selection with what it needs', () => {
  expect(fieldSnippet(schema, 'Province.parcelTotals')).toBe('parcelTotals { count }')
  expect(fieldSnippet(schema, 'Commune.at')).toBe('at(date: "") { code name }')
  expect(fieldSnippet(schema, 'Query.groups')).toBe(
    'groups(groupBy: [{field: PROVINCE}]) { truncated groups { count } }',
  )
  expect(fieldSnippet(schema, 'Dimension.KIND')).toBeUndefined()
})
