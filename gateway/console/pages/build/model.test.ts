import * as fc from 'fast-check'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { comparablesIn } from './conditions-in.ts'
import { camelCase, enumCase, groupsIn, usualColumns, usualModel } from './groups-in.ts'
import type { BuildModel, Condition, Value } from './model.ts'
import { parseModel } from './parse-model.ts'
import { printModel } from './print-model.ts'
import { sameDocument } from './same-document.ts'

const schema = buildSchema(`
  scalar Date scalar DateTime scalar BigInt scalar PersonalId
  enum TimeBucket { DAY MONTH YEAR } enum OrderDirection { ASC DESC } enum NullsOrder { FIRST LAST }
  enum MeasureFunction { SUM AVG PERCENTILE } enum Kind { BASIC NARCOTIC }
  type Province { code: ID! name: String! areaKm2: Float! communes: [Province!] }
  type NumberBand { from: Float to: Float }
  type Disclosure { status: String! reason: String }
  enum RxDimension { PROVINCE ISSUED_AT KIND PATIENT_AGE_BAND }
  enum RxMeasureField { COUNT DRUG_DAYS }
  input RelativePeriod { amount: Int! unit: TimeBucket! }
  input IDFilter { eq: ID in: [ID!] startsWith: ID isNull: Boolean }
  input DateTimeFilter { gte: DateTime lt: DateTime between: [DateTime!] last: RelativePeriod isNull: Boolean }
  input KindFilter { eq: Kind in: [Kind!] isNull: Boolean }
  input PersonalIdFilter { eq: PersonalId isNull: Boolean }
  input BigIntFilter { gte: BigInt lt: BigInt isNull: Boolean }
  input FacilityFilter { kind: KindFilter name: IDFilter and: [FacilityFilter!] }
  input DispenseListFilter { some: FacilityFilter none: FacilityFilter }
  input RxFilter { provinceCode: IDFilter issuedAt: DateTimeFilter kind: KindFilter patientPin: PersonalIdFilter
    facility: FacilityFilter dispenses: DispenseListFilter and: [RxFilter!] or: [RxFilter!] not: RxFilter }
  input DaysHaving { avg: BigIntFilter sum: BigIntFilter }
  input RxHaving { count: BigIntFilter drugDays: DaysHaving and: [RxHaving!] }
  input RxGroupBy { field: RxDimension! bucket: TimeBucket timezone: String edges: [Float!] on: Date }
  input RxMeasureInput { field: RxMeasureField! fn: MeasureFunction p: Float }
  input RxOrder { key: RxDimension measure: RxMeasureInput direction: OrderDirection! = ASC nulls: NullsOrder! = LAST }
  type RxKey { province: Province issuedAt: DateTime kind: Kind patientAgeBand: NumberBand }
  type DaysMeasure { sum: BigInt avg: Float percentile(p: Float!): Float }
  type RxGroup { key: RxKey! count: BigInt share: Float drugDays: DaysMeasure! disclosure: Disclosure! }
  type RxTotals { count: BigInt drugDays: DaysMeasure! }
  type RxGroups { groups: [RxGroup!]! totals: RxTotals! groupCount: BigInt truncated: Boolean! endCursor: String disclosure: Disclosure! }
  type Query { rxGroups(where: RxFilter, groupBy: [RxGroupBy!]!, having: RxHaving, orderBy: [RxOrder!], first: Int, after: String): RxGroups
    provinces: [Province!] }
`)
const all = groupsIn(schema)
const [rx] = all
if (rx === undefined) throw new Error('the schema has no groups')

test('what can be built is read from the schema', () => {
  expect(all.map(({ root }) => root)).toEqual(['rxGroups'])
  expect(rx.dimensions.map(({ key, kind }) => [key, kind])).toEqual([
    ['province', 'entity'],
    ['issuedAt', 'time'],
    ['kind', 'value'],
    ['patientAgeBand', 'band'],
  ])
  expect(rx.measures).toEqual([
    { field: 'count', fns: [] },
    { field: 'share', fns: [] },
    { field: 'drugDays', fns: ['sum', 'avg', 'percentile'] },
  ])
  expect(comparablesIn(rx.filter).map(({ path }) => path.join('.'))).toEqual([
    'provinceCode',
    'issuedAt',
    'kind',
    'facility.kind',
    'facility.name',
    'dispenses.some.kind',
    'dispenses.some.name',
  ])
  expect(comparablesIn(rx.having).map(({ path }) => path.join('.'))).toEqual([
    'count',
    'drugDays.avg',
    'drugDays.sum',
  ])
})

test('names go both ways', () => {
  for (const [camel, upper] of [
    ['patientAgeBand', 'PATIENT_AGE_BAND'],
    ['count', 'COUNT'],
  ] as const) {
    expect(enumCase(camel)).toBe(upper)
    expect(camelCase(upper)).toBe(camel)
  }
})

const text = fc.string({ maxLength: 8 })
const day = fc.constantFrom('2026-01-01', '2025-07-01')
const conditions: fc.Arbitrary<Condition> = fc.oneof(
  condition(['provinceCode'], 'eq', text),
  condition(['provinceCode'], 'in', fc.array(text, { maxLength: 3 })),
  condition(['issuedAt'], 'gte', day),
  condition(['issuedAt'], 'last', fc.constant({ amount: 3, unit: 'MONTH' })),
  condition(['kind'], 'in', fc.constant(['BASIC', 'NARCOTIC'])),
  condition(['kind'], 'isNull', fc.boolean()),
  condition(['facility', 'kind'], 'eq', fc.constant('BASIC')),
  condition(['dispenses', 'some', 'kind'], 'eq', fc.constant('NARCOTIC')),
)
const key = fc.constantFrom(...rx.dimensions).chain((dimension) =>
  fc.record(
    {
      field: fc.constant(dimension.id),
      columns: fc.constant(usualColumns(dimension)),
      bucket: fc.constantFrom('DAY', 'MONTH'),
      timezone: fc.constant('Asia/Ho_Chi_Minh'),
      edges: fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 4 }),
      on: day,
    },
    { requiredKeys: ['field', 'columns'] },
  ),
)
const measures = fc.uniqueArray(
  fc.constantFrom(
    { field: 'count' },
    { field: 'share' },
    { field: 'drugDays', fn: 'avg' },
    { field: 'drugDays', fn: 'percentile', p: 0.5 },
    { field: 'drugDays', fn: 'percentile', p: 0.9, alias: 'p90' },
  ),
  { minLength: 1 },
)
const model: fc.Arbitrary<BuildModel> = fc.record(
  {
    comment: fc.constantFrom([], ['# đơn thuốc', '# by "province"']),
    name: fc.constant('Rx'),
    root: fc.constant('rxGroups'),
    groupBy: fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: ({ field }) => field }),
    where: fc.array(conditions, { maxLength: 5 }),
    having: fc.array(
      fc.oneof(
        condition(['count'], 'gte', fc.nat()),
        condition(['drugDays', 'avg'], 'lt', fc.double({ min: 0, max: 1e6, noNaN: true })),
      ),
      { maxLength: 3 },
    ),
    orderBy: fc.array(
      fc.constantFrom(
        { key: 'PROVINCE', direction: 'ASC' },
        { measure: { field: 'COUNT' }, direction: 'DESC', nulls: 'LAST' },
        { measure: { field: 'DRUG_DAYS', fn: 'PERCENTILE', p: 0.9 } },
      ),
      { maxLength: 2 },
    ),
    first: fc.integer({ min: 1, max: 10_000 }),
    measures,
    totals: fc.constant([{ field: 'count' }]),
    ofGroup: fc.constantFrom({}, { disclosure: ['status', 'reason'] }),
    ofWhole: fc.constantFrom({}, { groupCount: [], truncated: [] }, { disclosure: ['status'] }),
  },
  {
    requiredKeys: [
      'comment',
      'root',
      'groupBy',
      'where',
      'having',
      'orderBy',
      'measures',
      'ofGroup',
      'ofWhole',
    ],
  },
)

function condition(
  path: readonly string[],
  op: string,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Condition> {
  return value.map((one) => ({ path, op, value: one }))
}

describe('text and form', () => {
  test('what a form prints is valid, is read as the same form, and is printed the same', () => {
    fc.assert(
      fc.property(model, (one) => {
        const printed = printModel(rx, one)
        expect(validate(schema, parse(printed))).toEqual([])
        const read = parseModel(schema, all, printed)
        const ordered = (of: BuildModel | undefined) => ({
          ...of,
          where: lines(of?.where),
          having: lines(of?.having),
          measures: lines(of?.measures),
        })
        expect(ordered(read?.model)).toEqual(ordered(one))
        expect(printModel(rx, read?.model ?? one)).toBe(printed)
      }),
    )
  })

  test('a text that a hand wrote is read', () => {
    const written = `# by month
      query Rx { rxGroups(first: 3 groupBy: {field: ISSUED_AT, bucket: MONTH},
        where: { kind: {eq: BASIC}, issuedAt: {gte: "2026-01-01", lt: "2026-07-01"} }) {
        truncated groups { count key { issuedAt } drugDays { p9: percentile(p: 0.9) } } } }`
    expect(
      parseModel(
        schema,
        all,
        written.replace('{field: ISSUED_AT, bucket: MONTH}', '[{field: ISSUED_AT, bucket: MONTH}]'),
      )?.model,
    ).toEqual({
      comment: ['# by month'],
      name: 'Rx',
      root: 'rxGroups',
      groupBy: [{ field: 'ISSUED_AT', bucket: 'MONTH', columns: [] }],
      where: [
        { path: ['kind'], op: 'eq', value: 'BASIC' },
        { path: ['issuedAt'], op: 'gte', value: '2026-01-01' },
        { path: ['issuedAt'], op: 'lt', value: '2026-07-01' },
      ],
      having: [],
      orderBy: [],
      first: 3,
      measures: [{ field: 'count' }, { field: 'drugDays', fn: 'percentile', p: 0.9, alias: 'p9' }],
      ofGroup: {},
      ofWhole: { truncated: [] },
    })
  })

  test.each([
    ['no document', '{ rxGroups('],
    ['another field', '{ provinces { code } }'],
    [
      'two fields',
      '{ rxGroups(groupBy: [{field: KIND}]) { truncated groups { count } } provinces { code } }',
    ],
    [
      'variables',
      'query ($n: Int) { rxGroups(first: $n, groupBy: [{field: KIND}]) { groups { count } } }',
    ],
    ['what the schema has not', '{ rxGroups(groupBy: [{field: TOWN}]) { groups { count } } }'],
    [
      'or',
      '{ rxGroups(groupBy: [{field: KIND}], where: {or: [{kind: {eq: BASIC}}]}) { groups { count } } }',
    ],
    [
      'two rows of a join',
      '{ rxGroups(groupBy: [{field: KIND}], where: {and: [{dispenses: {some: {kind: {eq: BASIC}}}}, {dispenses: {some: {name: {eq: "x"}}}}]}) { groups { count } } }',
    ],
    ['a cursor', '{ rxGroups(groupBy: [{field: KIND}], after: "x") { groups { count } } }'],
    [
      'another name of the field',
      '{ rx: rxGroups(groupBy: [{field: KIND}]) { groups { count } } }',
    ],
    [
      'a key that is deeper',
      '{ rxGroups(groupBy: [{field: PROVINCE}]) { groups { key { province { communes { code } } } count } } }',
    ],
    [
      'a comment inside',
      '{ rxGroups(groupBy: [{field: KIND}]) { groups { count # how many\n } } }',
    ],
    [
      'a condition on the way',
      '{ rxGroups(groupBy: [{field: KIND}]) { groups @include(if: true) { count } } }',
    ],
  ])('is more than the form: %s', (_name, written) => {
    expect(parseModel(schema, all, written)).toBeUndefined()
  })

  test('the question that a form begins with is one', () => {
    const printed = printModel(rx, usualModel(rx))
    expect(parseModel(schema, all, printed)?.model).toEqual(usualModel(rx))
  })
})

test('two texts are the same whatever the order, and different where they ask different', () => {
  expect(
    sameDocument('{ a(x: 1, y: {p: 1, q: 2}) b }', 'query { b a(y: {q: 2, p: 1}, x: 1) }'),
  ).toBe(true)
  expect(sameDocument('{ a(x: [1, 2]) }', '{ a(x: [2, 1]) }')).toBe(false)
  expect(sameDocument('{ a }', '{ a # c\n }')).toBe(false)
  expect(sameDocument('{ a(x: "#") }', '{ a(x: """#""") }')).toBe(true)
})

function lines(found: readonly object[] | undefined): readonly string[] {
  return (found ?? []).map((one) => JSON.stringify(one)).sort()
}
