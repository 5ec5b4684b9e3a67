import {
  type Arbitrary,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  subarray,
  tuple,
  uniqueArray,
} from 'fast-check'
import type { Grants } from '../../auth/grants.ts'
import { allRows, noRows } from '../../auth/row-scope.ts'

/** Callers of every row with and without row rights, and of some rows. */
export const grantSets: readonly Grants[] = [
  grantsOf(allRows, allRows),
  grantsOf(allRows, allRows),
  grantsOf(allRows, undefined),
  grantsOf({ ...noRows, provinces: ['01', '24'] }, { ...noRows, provinces: ['01', '24'] }),
]

function grantsOf(stats: typeof allRows, read: typeof allRows | undefined): Grants {
  return {
    'reference:catalogue:read': allRows,
    'population:person:stats': stats,
    ...(read === undefined ? {} : { 'population:person:read': read }),
  }
}

const text = (value: unknown): string => JSON.stringify(value)
const province = constantFrom('01', '24', '79', '99')
const bucket = constantFrom('HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR')
const month = tuple(constantFrom(2025, 2026), integer({ min: 1, max: 12 })).map(
  ([year, of]) => `${year}-${String(of).padStart(2, '0')}`,
)
const day = oneof(
  month.map((one) => `${one}-01`),
  month.map((one) => `${one}-28`),
  constantFrom('2026-01-05', '2026-03-31', '2025-12-31', '2026-02-16'),
)
const instant = oneof(
  day,
  day.map((one) => `${one}T00:00:00+07:00`),
  month.map((one) => `${one}-01T00:00:00Z`),
)

/** Conditions on dates, at the edges of buckets and beside them. */
const compared = (value: Arbitrary<string>): Arbitrary<string> =>
  oneof(
    tuple(constantFrom('gte', 'gt', 'lt', 'lte'), value).map(
      ([operator, one]) => `{ ${operator}: ${text(one)} }`,
    ),
    tuple(value, value).map(([from, to]) => `{ between: [${text(from)}, ${text(to)}] }`),
    boolean().map((isNull) => `{ isNull: ${isNull} }`),
  )

const onProvince = oneof(
  province.map((one) => `provinceCode: { eq: ${text(one)} }`),
  province.map((one) => `province: { code: { ne: ${text(one)} } }`),
)
const onDay = compared(day).map((one) => `day: ${one}`)
const onInstant = compared(instant)
  .filter((one) => !one.includes('isNull'))
  .map((one) => `at: ${one}`)
const onFlag = boolean().map((flag) => `flag: { eq: ${flag} }`)
const onColourOrGrade = oneof(
  subarray(['RED', 'GREEN', 'BLUE']).map((colours) => `colour: { in: [${colours.join(', ')}] }`),
  integer({ min: -1, max: 12 }).map((grade) => `grade: { gt: ${grade} }`),
)
const onOther = constantFrom(
  'number: { gte: 0 }',
  'house: { colour: { eq: RED } }',
  'birth: { lt: "1970-01-01" }',
)

const filterOf = (condition: Arbitrary<string>): Arbitrary<string> =>
  oneof(
    { weight: 3, arbitrary: constant('{}') },
    { weight: 4, arbitrary: condition.map((one) => `{ ${one} }`) },
    tuple(condition, condition).map(([a, b]) => `{ or: [{ ${a} }, { ${b} }] }`),
    tuple(condition, condition).map(([a, b]) => `{ and: [{ ${a} }, { not: { ${b} } }] }`),
  )

const timezone = constantFrom('', '', '', '', ', timezone: "Asia/Ho_Chi_Minh"', ', timezone: "UTC"')
const keys: Readonly<Record<string, Arbitrary<string>>> = {
  PROVINCE: constant(''),
  COLOUR: constant(''),
  HOUSE_COLOUR: constant(''),
  SLOT: constant(''),
  FLAG: constant(''),
  AGE_BAND: constant(''),
  AGE: constant(', on: "2026-11-01"'),
  GRADE: constantFrom(', edges: [3]', ', edges: [0, 4, 8]'),
  DAY: bucket.filter((one) => one !== 'HOUR').map((one) => `, bucket: ${one}`),
  BIRTH: constantFrom(', bucket: YEAR', ', bucket: MONTH'),
  AT: tuple(bucket, timezone).map(([one, zone]) => `, bucket: ${one}${zone}`),
}
const everyMeasure = [
  'count',
  'number { sum avg }',
  'number { min max }',
  'number { stddev }',
  'big { sum }',
  'price { sum avg }',
  'rate { max }',
  'name { min }',
  'holder { countDistinct }',
]

/** What one rollup of the sample keeps; the last theme mixes everything, so that none covers it. */
const themes: readonly {
  readonly fields: readonly string[]
  readonly condition: Arbitrary<string>
  readonly measures: readonly string[]
}[] = [
  {
    fields: ['PROVINCE', 'AT'],
    condition: oneof(onProvince, onInstant),
    measures: everyMeasure.filter((one) => !one.includes('stddev')),
  },
  {
    fields: ['DAY', 'COLOUR', 'GRADE', 'HOUSE_COLOUR'],
    condition: oneof(onDay, onColourOrGrade),
    measures: ['count', 'number { sum avg min max }', 'price { sum avg }', 'price { max }'],
  },
  { fields: ['AGE_BAND', 'FLAG'], condition: onFlag, measures: ['count'] },
  {
    fields: ['DAY', 'SLOT'],
    condition: onDay,
    measures: ['count', 'number { avg }', 'price { sum min }'],
  },
  { fields: ['AGE', 'BIRTH'], condition: onFlag, measures: ['count', 'price { sum }'] },
  {
    fields: Object.keys(keys),
    condition: oneof(onProvince, onInstant, onDay, onFlag, onColourOrGrade, onOther),
    measures: everyMeasure,
  },
]

const asked = constantFrom(...themes).chain(({ fields, condition, measures }) => {
  const selection = subarray([...measures], { minLength: 1 }).map((all) => all.join(' '))
  return record({
    where: filterOf(condition),
    groupBy: subarray([...fields], { minLength: 1, maxLength: Math.min(4, fields.length) }).chain(
      (names) =>
        tuple(
          ...names.map((name) =>
            (keys[name] ?? constant('')).map((more) => `{ field: ${name}${more} }`),
          ),
        ).map((all) => `[${all.join(', ')}]`),
    ),
    measures: selection,
    totals: oneof(constant('count'), selection),
  })
})

const having = constantFrom(
  '',
  '',
  ', having: { count: { gte: 20 } }',
  '',
  ', having: { or: [{ number: { avg: { gt: 0 } } }, { count: { lt: 50 } }] }',
)
const orderBy = constantFrom(
  '',
  '',
  ', orderBy: [{ measure: { field: COUNT }, direction: DESC }]',
  '',
  ', orderBy: [{ measure: { field: PRICE, fn: SUM }, nulls: FIRST }]',
)
const key =
  'key { province { code } slot { row column } colour houseColour grade { from to } flag age ageBand { from } day at birth }'

const groups = tuple(asked, having, orderBy, constantFrom(3, 10_000)).map(
  ([one, kept, order, first]) =>
    `{ visitGroups(where: ${one.where}, groupBy: ${one.groupBy}${kept}${order}, first: ${first}) {
       groups { ${key} ${one.measures} share disclosure { status rule } } totals { ${one.totals} } groupCount truncated } }`,
)
const totals = asked.map(
  (one) => `{ visitTotals(where: ${one.where}) { ${one.measures} disclosure { status } } }`,
)
const ofParents = tuple(asked, uniqueArray(province, { minLength: 1 })).map(([one, codes]) => {
  const named = codes.map((code) => `{ __typename: "Province", code: ${text(code)} }`)
  return `{ _entities(representations: [${named.join(', ')}]) { ... on Province { code visitTotals(where: ${one.where}) { ${one.measures} } } } }`
})

/** A GraphQL document that asks for groups, totals, or totals of provinces. */
export const question = oneof({ weight: 4, arbitrary: groups }, totals, ofParents)
