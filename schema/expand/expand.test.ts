import { buildSubgraphSchema } from '@apollo/subgraph'
import { type GraphQLObjectType, isInputObjectType, parse, printType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { problemText } from '../problem.ts'
import { readModel } from '../model/read-model.ts'
import { expand } from './expand.ts'

function expanded(sdl: string) {
  const read = readModel('land', sdl, 'land/schema.graphql')
  if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
  const text = expand(read.model)
  return { text, schema: buildSubgraphSchema({ typeDefs: parse(text) }) }
}

const { text, schema } = expanded(`
  "Thửa đất · A parcel"
  type Parcel @key(fields: "geohash") @table(name: "parcel", key: ["geohash"])
    @aggregate(scopes: [["land:parcel:stats"]]) @requiresScopes(scopes: [["land:parcel:read"]]) {
    geohash: ID!
    area: Float! @column(name: "area_m2") @filterable @sortable @aggregate(fns: [SUM, AVG])
    floors: Int @aggregate(fns: [SUM, MAX])
    province: Province! @join(columns: ["province_code"]) @filterable
    uses: [LandUse!]! @join(columns: ["parcel_geohash"]) @filterable
  }
  "Sử dụng · A use"
  type LandUse @table(name: "land_use", key: ["id"]) @requiresScopes(scopes: [["land:parcel:read"]]) {
    id: BigInt!
    code: String! @filterable
  }
  type Province @key(fields: "code") @authenticated { code: ID! }
`)

describe('expand', () => {
  test('adds root fields, page arguments and totals', () => {
    const query = schema.getQueryType()?.getFields() ?? {}
    expect(Object.keys(query)).toEqual(
      expect.arrayContaining(['parcel', 'parcels', 'parcelTotals']),
    )
    expect(query['parcels']?.args.map((arg) => arg.name)).toEqual([
      'where',
      'orderBy',
      'first',
      'after',
      'last',
      'before',
    ])
    expect(query['parcel']?.args.map((arg) => `${arg.name}: ${String(arg.type)}`)).toEqual([
      'geohash: ID!',
    ])
    expect(Object.keys(query)).not.toContain('landUses')
  })

  test('gives each measure the type that its values need', () => {
    const measure = (name: string) => printType(schema.getType(name) as GraphQLObjectType)
    expect(measure('ParcelAreaMeasure')).toContain('avg: Float')
    expect(measure('ParcelFloorsMeasure')).toContain('sum: BigInt')
    expect(measure('ParcelFloorsMeasure')).toContain('max: Int')
    expect(measure('ParcelAreaMeasure')).not.toContain('max')
  })

  test('filters only what the ministry declares, over joined rows and foreign keys too', () => {
    const filter = schema.getType('ParcelFilter')
    expect(isInputObjectType(filter) && Object.keys(filter.getFields())).toEqual([
      'and',
      'or',
      'not',
      'area',
      'province',
      'uses',
    ])
    expect(isInputObjectType(schema.getType('ProvinceKeyFilter'))).toBe(true)
    expect(isInputObjectType(schema.getType('LandUseListFilter'))).toBe(true)
  })

  test('leaves the mapping in the subgraph', () => {
    expect(text).not.toMatch(/@(table|column|join|aggregate|filterable|sortable|scope)\b/)
    expect(text).not.toContain('area_m2')
  })

  test('carries the rule of a type onto everything generated from it', () => {
    for (const name of ['ParcelConnection', 'ParcelEdge'])
      expect(text).toContain(`type ${name} @requiresScopes(scopes: [["land:parcel:read"]])`)
    for (const name of ['ParcelTotals', 'ParcelAreaMeasure'])
      expect(text).toContain(`type ${name} @requiresScopes(scopes: [["land:parcel:stats"]])`)
  })
})
