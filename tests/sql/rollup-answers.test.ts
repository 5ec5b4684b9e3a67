import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { rollupMinistry, type RollupMinistry } from '../support/rollup-ministry.ts'

let sample: RollupMinistry

beforeAll(async () => {
  sample = await rollupMinistry()
  await sample.refresh()
})
afterAll(() => sample[Symbol.asyncDispose]())

/** Asks both ways; answers the rollups that the one was from, and both answers. */
async function both(
  query: string,
  grants?: Parameters<typeof sample.fromRollups.ask>[0]['grants'],
) {
  const question = { query, ...(grants === undefined ? {} : { grants }) }
  const kept = await sample.fromRollups.ask(question)
  const base = await sample.fromTables.ask(question)
  expect(kept.errors).toEqual([])
  expect(base.errors).toEqual([])
  expect(base.reported.rollups).toBeUndefined()
  return {
    kept,
    base,
    names: (kept.reported.rollups ?? []).map(({ name }) => name.replace('visit.', '')),
  }
}

const groups = (args: string, selection = 'count', rest = 'groupCount') =>
  `{ visitGroups(${args}, first: 10000) {
     groups { key { province { code } slot { row column } house { code } colour houseColour grade { from to } flag
       age ageBand { from } day at birth } ${selection} } ${rest} } }`

describe('a question that a rollup covers is answered from it, and equal to the tables', () => {
  test.each([
    ['byProvinceAndMonth', groups('groupBy: [{ field: PROVINCE }, { field: AT, bucket: MONTH }]')],
    ['byProvinceAndMonth', groups('groupBy: [{ field: AT, bucket: QUARTER }]', 'count share')],
    [
      'byProvinceAndMonth',
      groups('groupBy: [{ field: AT, bucket: YEAR }], where: { provinceCode: { ne: "01" } }'),
    ],
    [
      'byProvinceAndMonth',
      groups(
        'groupBy: [{ field: PROVINCE }, { field: AT, bucket: MONTH }], where: { at: { gte: "2026-01-01", lt: "2026-04-01" } }, orderBy: [{ measure: { field: PRICE, fn: AVG }, direction: DESC }], having: { count: { gte: 2 }, number: { avg: { lt: 5 } } }',
        `count holder { countDistinct } number { sum avg min max } big { sum avg min max } price { sum avg min max }
         rate { min max } name { min max } day { min max } ratio(of: { field: PRICE }, to: { field: COUNT })`,
        'groupCount totals { count price { sum avg } }',
      )
        .replace('ratio { min max } name', 'name')
        .replace('ratio(of', 'ratio(of'),
    ],
    ['byDay', groups('groupBy: [{ field: DAY, bucket: WEEK }, { field: COLOUR }]')],
    [
      'byDay',
      groups('groupBy: [{ field: DAY, bucket: MONTH }], where: { day: { lte: "2026-02-17" } }'),
    ],
    [
      'byDay',
      groups('groupBy: [{ field: DAY }], where: { day: { last: { amount: 20, unit: YEAR } } }'),
    ],
    [
      'byDay',
      groups(
        'groupBy: [{ field: HOUSE_COLOUR }, { field: GRADE, edges: [2, 5] }]',
        'count price { sum }',
      ),
    ],
    [
      'byDay',
      groups(
        'groupBy: [{ field: COLOUR }], where: { or: [{ grade: { gt: 3 } }, { not: { colour: { in: [RED, GREEN] } } }] }',
      ),
    ],
    [
      'byDay',
      groups(
        'groupBy: [{ field: DAY }, { field: COLOUR }, { field: GRADE, edges: [2] }, { field: HOUSE_COLOUR }]',
      ),
    ],
    ['byAgeBand', groups('groupBy: [{ field: AGE_BAND }], where: { flag: { isNull: false } }')],
    ['byAgeBand', groups('groupBy: [{ field: FLAG }]')],
    [
      'byQuarter',
      groups('groupBy: [{ field: SLOT }, { field: DAY, bucket: YEAR }]', 'count number { avg }'),
    ],
    [
      'byQuarter',
      groups(
        'groupBy: [{ field: SLOT }], where: { day: { between: ["2026-01-01", "2026-03-31"] } }',
      ),
    ],
    [
      'byWeek',
      groups(
        'groupBy: [{ field: AT, bucket: WEEK }], where: { at: { gte: "2026-01-05" } }',
        'count big { sum }',
      ),
    ],
    ['byBirth', groups('groupBy: [{ field: AGE, on: "2026-11-01" }]')],
    [
      'byBirth',
      groups(
        'groupBy: [{ field: BIRTH, bucket: QUARTER }], where: { birth: { gt: "1966-11-01" } }',
      ),
    ],
    [
      'byProvinceAndMonth',
      '{ visitTotals(where: { province: { code: { in: ["01", "24"] } } }) { count price { sum } } }',
    ],
    ['byQuarter', '{ visitTotals { count } }'],
    [
      'byAgeBand',
      '{ visitTotals(where: { and: [{ flag: { eq: true } }, { flag: { eq: false } }] }) { count } }',
    ],
    [
      'byProvinceAndMonth',
      '{ _entities(representations: [{ __typename: "Province", code: "01" }, { __typename: "Province", code: "79" }, { __typename: "Province", code: "99" }]) { ... on Province { code visitTotals { count number { sum avg } holder { __typename } } } } }',
    ],
    [
      'byQuarter',
      '{ slots(first: 9) { nodes { row column visitTotals { count price { sum max } } } } }',
    ],
  ])('%s (%#)', async (name, query) => {
    const { kept, base, names } = await both(query)
    expect(kept.data).toEqual(base.data)
    expect(names).toEqual([name])
    expect(
      kept.statements.filter(({ text }) => text.includes('"lien_thong"')).length,
    ).toBeGreaterThan(0)
    expect(kept.statements).toHaveLength(base.statements.length)
  })
})

describe('a question that no rollup covers is answered from the tables', () => {
  test.each([
    ['a filter on what is not kept', '{ visitTotals(where: { number: { gt: 0 } }) { count } }'],
    [
      'a filter on joined rows',
      '{ visitTotals(where: { house: { colour: { eq: RED } } }) { count } }',
    ],
    ['a measure that does not add up', '{ visitTotals { number { stddev } } }'],
    ['a percentile', '{ visitTotals { number { percentile(p: 0.5) } } }'],
    ['a sum of doubles', '{ visitTotals { rate { sum } } }'],
    ['different values over several cells', '{ visitTotals { holder { countDistinct } } }'],
    [
      'different values over coarser groups',
      groups('groupBy: [{ field: AT, bucket: QUARTER }]', 'holder { countDistinct }'),
    ],
    ['a finer bucket', groups('groupBy: [{ field: AT, bucket: DAY }]')],
    [
      'a week of months',
      groups('groupBy: [{ field: AT, bucket: WEEK }], where: { colour: { eq: RED } }'),
    ],
    [
      'another time zone',
      groups('groupBy: [{ field: AT, bucket: MONTH, timezone: "UTC" }, { field: PROVINCE }]'),
    ],
    [
      'an instant within a bucket',
      '{ visitTotals(where: { at: { gte: "2026-01-01T00:00:00Z" } }) { count } }',
    ],
    [
      'an instant a millionth of a second beside an edge',
      '{ visitTotals(where: { at: { lt: "2026-01-01T00:00:00.000001+07:00" } }) { count } }',
    ],
    [
      'the end of an instant bucket',
      '{ visitTotals(where: { at: { lte: "2026-01-01" } }) { count } }',
    ],
    ['dimensions of two rollups', groups('groupBy: [{ field: PROVINCE }, { field: COLOUR }]')],
    ['an age of today by province', groups('groupBy: [{ field: AGE }, { field: PROVINCE }]')],
    [
      'a having over another measure',
      groups('groupBy: [{ field: COLOUR }], having: { big: { sum: { gt: 0 } } }'),
    ],
    [
      'an order by another measure',
      groups('groupBy: [{ field: COLOUR }], orderBy: [{ measure: { field: BIG, fn: SUM } }]'),
    ],
    [
      'totals of another measure',
      groups('groupBy: [{ field: COLOUR }]', 'count', 'totals { big { sum } }'),
    ],
  ])('%s', async (_what, query) => {
    const { kept, base, names } = await both(query)
    expect(kept.data).toEqual(base.data)
    expect(names).toEqual([])
    expect(kept.statements.map(({ text }) => text)).toEqual(base.statements.map(({ text }) => text))
  })

  test('a wrong argument is refused the same', async () => {
    for (const args of [
      'groupBy: []',
      'groupBy: [{ field: COLOUR, bucket: DAY }]',
      'groupBy: [{ field: AT, timezone: "Mars" }]',
      'groupBy: [{ field: COLOUR }], where: { colour: null }',
      'groupBy: [{ field: COLOUR }], where: { day: { between: ["2026-01-01"] } }',
      'groupBy: [{ field: AGE_BAND, on: "2026-01-01" }]',
    ]) {
      const question = { query: `{ visitGroups(${args}) { groupCount } }` }
      const kept = await sample.fromRollups.ask(question)
      const base = await sample.fromTables.ask(question)
      expect(kept.errors).toHaveLength(1)
      expect(kept.errors).toEqual(base.errors)
    }
  })
})

describe('who may ask a rollup', () => {
  const query = '{ visitTotals { count } }'

  test('a caller of some rows is answered from the tables', async () => {
    const scope = { ...noRows, provinces: ['01'] }
    const { kept, base, names } = await both(query, {
      'population:person:stats': scope,
      'population:person:read': scope,
    })
    expect(names).toEqual([])
    expect(kept.data).toEqual(base.data)
  })

  test('keys on joined rows need every joined row', async () => {
    const grants = { 'population:person:stats': allRows, 'population:person:read': allRows }
    const byHouse = groups('groupBy: [{ field: HOUSE_COLOUR }]')
    const refused = await sample.fromRollups.ask({ query: byHouse, grants })
    expect(refused.errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
    const some = { ...noRows, provinces: ['01'] }
    const { names } = await both(byHouse, { ...grants, 'reference:catalogue:read': some })
    expect(names).toEqual([])
  })

  test('the database itself keeps a rollup from a reader of some rows', async () => {
    const { rows } = await sample.owner.query<{ table_name: string }>(
      'SELECT table_name FROM lien_thong.rollup',
    )
    expect(rows).toHaveLength(6)
    const reader = new Client({ connectionString: sample.urls.reader })
    await reader.connect()
    try {
      for (const { table_name: table } of rows) {
        const count = async (whole: string, provinces: string): Promise<unknown> => {
          await reader.query(
            `SELECT set_config('lien_thong.whole', $1, false), set_config('lien_thong.provinces', $2, false)`,
            [whole, provinces],
          )
          const found = await reader.query<{ count: string }>(
            `SELECT count(*) FROM lien_thong."${table}"`,
          )
          return Number(found.rows[0]?.count)
        }
        expect(await count('', '01,24,79')).toBe(0)
        expect(await count('on', '')).toBeGreaterThan(0)
        await expect(reader.query(`DELETE FROM lien_thong."${table}"`)).rejects.toThrow()
      }
      await expect(reader.query('DELETE FROM lien_thong.rollup')).rejects.toThrow()
    } finally {
      await reader.end()
    }
  })
})

describe('under disclosure control', () => {
  const grants = { 'population:person:stats': allRows, 'reference:catalogue:read': allRows }

  test.each([
    [
      'byProvinceAndMonth',
      groups(
        'groupBy: [{ field: PROVINCE }, { field: AT, bucket: MONTH }]',
        'count number { sum avg } disclosure { status rule }',
        'groupCount totals { count price { sum } }',
      ),
    ],
    [
      'byDay',
      groups(
        'groupBy: [{ field: COLOUR }, { field: HOUSE_COLOUR }]',
        'count price { sum avg } disclosure { status rule }',
      ),
    ],
    ['byAgeBand', groups('groupBy: [{ field: AGE_BAND }]', 'count disclosure { status rule }')],
    ['byQuarter', '{ visitTotals { count number { sum } disclosure { status rule } } }'],
    [
      'byProvinceAndMonth',
      '{ _entities(representations: [{ __typename: "Province", code: "01" }]) { ... on Province { visitTotals { count price { sum } disclosure { status } } } } }',
    ],
  ])('%s gives what the tables give (%#)', async (name, query) => {
    const { kept, base, names } = await both(query, grants)
    expect(kept.data).toEqual(base.data)
    expect(names).toContain(name)
  })
})
