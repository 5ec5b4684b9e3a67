import { describe, expect, test } from 'vitest'
import { problemText } from '../problem.ts'
import { readModel } from './read-model.ts'

const scopes = '@requiresScopes(scopes: [["land:parcel:read"]])'
const basic = '@classified(level: BASIC, category: "PROPERTY")'

function problems(sdl: string): readonly string[] {
  const read = readModel('land', sdl, 'land/schema.graphql')
  return read.ok ? [] : read.problems.map(problemText)
}

describe('readModel', () => {
  test('reads tables, columns, joins and who may see them', () => {
    const read = readModel(
      'land',
      `type Parcel @key(fields: "geohash") @table(name: "parcel", key: ["geohash"])
         @aggregate(scopes: [["land:parcel:stats"]]) @subject(column: "pin", via: ["parties"], recordKey: "record_key")
         @scope(by: PROVINCE, column: "province_code") ${scopes} {
         geohash: ID! ${basic}
         areaM2: Float! @filterable @sortable @aggregate(fns: [SUM, AVG]) ${basic}
         province: Province! @join(columns: ["province_code"]) @filterable ${basic}
         parties: [Party!]! @join(columns: ["parcel_geohash"]) ${basic}
       }
       type Party @table(name: "party", key: ["id"]) ${scopes} { id: BigInt!  pin: PersonalId @column(name: "person_pin") }
       type Province @key(fields: "code", resolvable: false) @authenticated { code: ID!  parcelTotals: ParcelTotals @join(columns: ["province_code"]) }`,
      'x',
    )
    if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
    const parcel = read.model.types.get('Parcel')
    expect(parcel).toMatchObject({
      kind: 'table',
      table: 'parcel',
      plural: 'parcels',
      read: ['land:parcel:read'],
      stats: ['land:parcel:stats'],
      subject: { via: ['parties'], columns: ['pin'] },
      recordKey: 'record_key',
      scopes: [{ by: 'PROVINCE', path: { via: [], columns: ['province_code'] } }],
    })
    expect(parcel?.columns.get('areaM2')).toMatchObject({
      column: 'area_m2',
      nullable: false,
      filterable: true,
      measures: ['SUM', 'AVG'],
    })
    expect(parcel?.joins.get('province')).toMatchObject({ shape: 'one', target: 'Province' })
    expect(parcel?.joins.get('parties')).toMatchObject({ shape: 'list', target: 'Party' })
    expect(read.model.types.get('Party')?.columns.get('pin')?.column).toBe('person_pin')
    const province = read.model.types.get('Province')
    expect(province?.joins.get('parcelTotals')).toMatchObject({ shape: 'totals', target: 'Parcel' })
  })

  test('names file, line and place of what it cannot read', () => {
    expect(problems('type Parcel {')).toEqual([
      expect.stringMatching(/^land\/schema\.graphql:1: Syntax Error: .* \[SDL_SYNTAX\]$/),
    ])
    expect(problems(`\n\ntype Parcel @table(nam: "parcel") ${scopes} { a: ID }`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/:3: Unknown argument "nam" on directive "@table"/),
      ]),
    )
    expect(problems('type Parcel { a: ID }')).toEqual([
      'land/schema.graphql:1: Parcel: expected @table (rows of this ministry), @key (an entity of another ministry) or @resolved [TYPE_WITHOUT_SOURCE]',
    ])
  })

  test.each([
    ['no rule', 'type P @table(name: "p", key: ["a"]) { a: ID! }', 'ACCESS_MISSING'],
    [
      'unknown permission',
      'type P @table(name: "p", key: ["a"]) @requiresScopes(scopes: [["land:everything"]]) { a: ID! }',
      'PERMISSION_UNKNOWN',
    ],
    [
      'two permissions at once',
      'type P @table(name: "p", key: ["a"]) @requiresScopes(scopes: [["land:parcel:read", "land:parcel:stats"]]) { a: ID! }',
      'PERMISSION_UNKNOWN',
    ],
    [
      'join without columns',
      `type P @table(name: "p", key: ["a"]) ${scopes} { a: ID! q: P }`,
      'JOIN_MISSING',
    ],
    [
      'field about a person without a class',
      `type P @table(name: "p", key: ["a"]) @subject(column: "a") ${scopes} { a: ID! }`,
      'CLASS_MISSING',
    ],
    [
      'field about a person of a class that nobody reviewed',
      `type P @table(name: "p", key: ["a"]) @subject(column: "a") ${scopes} { a: ID! @classified(level: BASIC, category: "SHOES") }`,
      'CLASS_MISSING',
    ],
    [
      'yes or no about a person without a class',
      `type P @table(name: "p", key: ["a"]) @subject(column: "a") ${scopes} { a: ID! ${basic} } type Query { is(a: ID!): Boolean @exists(type: "P") ${scopes} }`,
      'CLASS_MISSING',
    ],
    [
      'totals about persons without a record key',
      `type P @table(name: "p", key: ["a"]) @subject(column: "a") @aggregate(scopes: [["land:parcel:stats"]]) ${scopes} { a: ID! ${basic} }`,
      'RECORD_KEY_MISSING',
    ],
    [
      'field that shows the record key',
      `type P @table(name: "p", key: ["a"]) @subject(column: "a", recordKey: "record_key") ${scopes} { a: ID! ${basic} recordKey: BigInt! ${basic} }`,
      'RECORD_KEY_SHOWN',
    ],
    [
      'join by the record key',
      `type P @table(name: "p", key: ["a"]) @subject(column: "a", recordKey: "b") ${scopes} { a: ID! ${basic} q: Q @join(columns: ["b"]) ${basic} } type Q @key(fields: "z") @authenticated { z: ID! }`,
      'RECORD_KEY_SHOWN',
    ],
    [
      'path to nowhere',
      `type P @table(name: "p", key: ["a"]) @subject(column: "pin", via: ["nobody"]) ${scopes} { a: ID! }`,
      'PATH_BROKEN',
    ],
    [
      'root without source',
      `type P @table(name: "p", key: ["a"]) ${scopes} { a: ID! } type Query { p: P }`,
      'ROOT_WITHOUT_SOURCE',
    ],
    [
      'totals that nobody may ask',
      `type P @table(name: "p", key: ["a"]) ${scopes} { a: ID! } type S @key(fields: "b") @authenticated { b: ID! t: PTotals @join(columns: ["b"]) }`,
      'JOIN_BROKEN',
    ],
    [
      'key that is no column',
      `type P @table(name: "p", key: ["a"]) @key(fields: "z") ${scopes} { a: ID! }`,
      'KEY_NOT_COLUMN',
    ],
  ])('refuses %s', (_what, sdl, code) => {
    expect(problems(sdl)).toEqual(expect.arrayContaining([expect.stringContaining(`[${code}]`)]))
  })

  test.each([
    ['ratio', '@aggregate(fns: [SUM])', true],
    ['share', '@aggregate(fns: [SUM])', true],
    ['key', '@aggregate(fns: [SUM])', true],
    ['count', '@aggregate(fns: [SUM])', true],
    ['disclosure', '@aggregate(fns: [SUM])', true],
    ['not', '@aggregate(fns: [SUM])', true],
    ['and', '@filterable', true],
    ['or', '@filterable', true],
    ['ratio', '@filterable @sortable', false],
    ['count', '', false],
    ['shares', '@aggregate(fns: [SUM]) @filterable', false],
  ])('a field %s with "%s": a generated name is taken: %s', (field, uses, taken) => {
    const found = problems(
      `type Parcel @table(name: "parcel", key: ["code"]) @aggregate(scopes: [["land:parcel:stats"]]) ${scopes} {
         code: ID!  kind: String @dimension  ${field}: Float ${uses}
       }`,
    )
    expect(found).toEqual(taken ? [expect.stringContaining('[NAME_TAKEN]')] : [])
  })

  test('totals alone need fewer names than groups', () => {
    const found = (field: string) =>
      problems(
        `type Parcel @table(name: "parcel", key: ["code"]) @aggregate(scopes: [["land:parcel:stats"]]) ${scopes} {
           code: ID!  ${field}: Float @aggregate(fns: [SUM])
         }`,
      )
    expect(found('ratio')).toEqual([])
    expect(found('count')).toHaveLength(1)
  })
})
