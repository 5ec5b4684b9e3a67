import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { health } from '../../subgraphs/health/subgraph.ts'
import { land } from '../../subgraphs/land/subgraph.ts'
import { population } from '../../subgraphs/population/subgraph.ts'
import { databaseUrl } from '../support/database.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const served: Record<string, ServedForTest> = {}
const owner: Record<string, Client> = {}

beforeAll(async () => {
  for (const ministry of [population, land, health]) {
    served[ministry.name] = await servedMinistry(ministry, databaseUrl(ministry.name, 'reader'))
    const client = new Client({ connectionString: databaseUrl(ministry.name, 'owner') })
    await client.connect()
    owner[ministry.name] = client
  }
})

afterAll(async () => {
  for (const one of Object.values(served)) await one[Symbol.asyncDispose]()
  for (const client of Object.values(owner)) await client.end()
})

async function groups(ministry: string, query: string, variables = {}) {
  const reply = await served[ministry]?.ask({ query, variables })
  if (reply === undefined) throw new Error(`no ${ministry}`)
  const answer = (reply.data ?? {})['g'] as {
    groups: Record<string, unknown>[]
    totals: Record<string, unknown>
    groupCount: number
    truncated: boolean
    endCursor: string | null
  } | null
  return { ...reply, answer }
}

async function plain(ministry: string, text: string): Promise<Record<string, unknown>[]> {
  const result = await owner[ministry]?.query<Record<string, unknown>>(text)
  return result?.rows ?? []
}

describe('groups against plain SQL', () => {
  test('two keys, an entity among them, with counts, in one statement', async () => {
    const { answer, statements } = await groups(
      'population',
      `{ g: personGroups(groupBy: [{ field: PROVINCE }, { field: SEX }], first: 10000) {
           groups { key { province { code } sex } count } groupCount truncated endCursor } }`,
    )
    const rows = await plain(
      'population',
      'SELECT province_code AS code, sex, count(*)::int AS count FROM person GROUP BY 1, 2 ORDER BY 1, 2',
    )
    expect(answer?.groups).toEqual(
      rows.map(({ code, sex, count }) => ({ key: { province: { code }, sex }, count })),
    )
    expect(answer).toMatchObject({ groupCount: rows.length, truncated: false, endCursor: null })
    expect(statements).toHaveLength(1)
  })

  test.each([
    ['HOUR', 'hour', 'Asia/Ho_Chi_Minh'],
    ['DAY', 'day', 'America/New_York'],
    ['WEEK', 'week', 'Asia/Ho_Chi_Minh'],
    ['MONTH', 'month', 'UTC'],
    ['QUARTER', 'quarter', 'Asia/Ho_Chi_Minh'],
    ['YEAR', 'year', 'Asia/Ho_Chi_Minh'],
  ])('instants by %s begin where the bucket begins in the zone', async (bucket, unit, zone) => {
    const { answer } = await groups(
      'health',
      `query($bucket: TimeBucket, $zone: String) { g: prescriptionGroups(
         groupBy: [{ field: ISSUED_AT, bucket: $bucket, timezone: $zone }], first: 10000)
         { groups { key { issuedAt } count } } }`,
      { bucket, zone },
    )
    const rows = await plain(
      'health',
      `SELECT to_char(date_trunc('${unit}', issued_at, '${zone}') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, count(*)::int AS count
       FROM prescription GROUP BY 1 ORDER BY 1`,
    )
    expect(answer?.groups).toEqual(rows.map(({ at, count }) => ({ key: { issuedAt: at }, count })))
  })

  test('ages on a day and at the row’s own date, in bands', async () => {
    const people = await groups(
      'population',
      `{ g: personGroups(groupBy: [{ field: AGE_BAND, on: "2026-11-01" }], first: 100) {
           groups { key { ageBand { from to } } count } } }`,
    )
    const bands = await plain(
      'population',
      `SELECT (extract(year FROM age(date '2026-11-01', birth_date))::int / 5) * 5 AS low, count(*)::int AS count
       FROM person GROUP BY 1 ORDER BY 1`,
    )
    expect(people.answer?.groups).toEqual(
      bands.map(({ low, count }) => ({
        key: { ageBand: { from: low, to: Number(low) + 5 } },
        count,
      })),
    )
    const patients = await groups(
      'health',
      `{ g: prescriptionGroups(groupBy: [{ field: PATIENT_AGE_BAND }, { field: FACILITY_KIND }], first: 1000) {
           groups { key { patientAgeBand { from } facilityKind } count } } }`,
    )
    const rows = await plain(
      'health',
      `SELECT (extract(year FROM age((issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, patient_birth_date))::int / 5) * 5 AS low,
         facility.kind, count(*)::int AS count
       FROM prescription JOIN facility ON facility.code = facility_code GROUP BY 1, 2 ORDER BY 1, 2`,
    )
    expect(patients.answer?.groups).toEqual(
      rows.map(({ low, kind, count }) => ({
        key: { patientAgeBand: { from: low }, facilityKind: kind },
        count,
      })),
    )
  })

  test('numeric bands, every measure, and totals apart: two statements', async () => {
    const { answer, statements } = await groups(
      'land',
      `{ g: parcelGroups(groupBy: [{ field: AREA, edges: [100, 1000] }]) {
           groups { key { area { from to } } count area { sum avg min max stddev variance percentile(p: 0.9) } share }
           totals { count area { median: percentile(p: 0.5) } } } }`,
    )
    const rows = await plain(
      'land',
      `SELECT width_bucket(area_m2::float8, ARRAY[100, 1000]::float8[]) AS band, count(*)::int AS count,
         sum(area_m2)::float8 AS sum, avg(area_m2)::float8 AS avg, min(area_m2)::float8 AS min, max(area_m2)::float8 AS max,
         stddev_samp(area_m2)::float8 AS stddev, var_samp(area_m2)::float8 AS variance,
         percentile_cont(0.9) WITHIN GROUP (ORDER BY area_m2) AS percentile
       FROM parcel GROUP BY 1 ORDER BY 1`,
    )
    const [total] = await plain(
      'land',
      'SELECT count(*)::int AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY area_m2) AS median FROM parcel',
    )
    const edges = [null, 100, 1000, null]
    const close = (value: unknown) => expect.closeTo(Number(value), 6) as unknown
    expect(answer?.groups).toEqual(
      rows.map(({ band, count, ...area }) => ({
        key: { area: { from: edges[Number(band)], to: edges[Number(band) + 1] } },
        count,
        area: Object.fromEntries(Object.entries(area).map(([name, value]) => [name, close(value)])),
        share: close(Number(count) / Number(total?.['count'])),
      })),
    )
    expect(answer?.totals).toEqual({
      count: total?.['count'],
      area: { median: close(total?.['median']) },
    })
    expect(statements).toHaveLength(2)
  })

  test('having, order by a measure, ratio and distinct people', async () => {
    const { answer } = await groups(
      'health',
      `{ g: prescriptionGroups(
           where: { facility: { kind: { eq: HOSPITAL } } }
           groupBy: [{ field: PROVINCE }]
           having: { or: [{ count: { gte: 40 } }, { drugDays: { avg: { gt: 30 } } }] }
           orderBy: [{ measure: { field: DRUG_DAYS, fn: AVG }, direction: DESC }]
           first: 5) {
           groups { key { province { code } } count patientPin { countDistinct } ratio(of: { field: DRUG_DAYS }, to: { field: COUNT }) }
           groupCount truncated } }`,
    )
    const rows = await plain(
      'health',
      `SELECT p.province_code AS code, count(*)::int AS count, count(DISTINCT patient_pin)::int AS people, avg(drug_days)::float8 AS avg,
         count(*) OVER ()::int AS groups
       FROM prescription p JOIN facility f ON f.code = p.facility_code AND f.kind = 'HOSPITAL'
       GROUP BY 1 HAVING count(*) >= 40 OR avg(drug_days) > 30 ORDER BY avg(drug_days) DESC, 1`,
    )
    expect(answer?.groups).toEqual(
      rows.slice(0, 5).map(({ code, count, people, avg }) => ({
        key: { province: { code } },
        count,
        patientPin: { countDistinct: people },
        ratio: expect.closeTo(Number(avg), 9) as unknown,
      })),
    )
    expect(answer).toMatchObject({ groupCount: rows.length, truncated: rows.length > 5 })
  })

  test('pages join up to the whole, and a cursor of another question is refused', async () => {
    const query = `query($after: String) { g: personGroups(groupBy: [{ field: COMMUNE }], first: 40, after: $after) {
      groups { key { commune { code } } count } groupCount endCursor } }`
    const seen: unknown[] = []
    let after: string | null = null
    do {
      const { answer } = await groups('population', query, { after })
      seen.push(...(answer?.groups ?? []))
      after = answer?.endCursor ?? null
    } while (after !== null)
    const rows = await plain(
      'population',
      'SELECT commune_code AS code, count(*)::int AS count FROM person GROUP BY 1 ORDER BY 1',
    )
    expect(seen).toEqual(rows.map(({ code, count }) => ({ key: { commune: { code } }, count })))
    const first = await groups('population', query)
    const other = await groups(
      'population',
      query.replace('COMMUNE', 'PROVINCE').replace('commune {', 'province {'),
      {
        after: first.answer?.endCursor,
      },
    )
    expect(other.errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })

  test('a key that a joined row does not have is absent, not lost', async () => {
    const { answer } = await groups(
      'population',
      `{ g: personGroups(groupBy: [{ field: ETHNICITY }], first: 100) { groups { key { ethnicity { code } } count } } }`,
    )
    const [row] = await plain(
      'population',
      'SELECT count(*)::int AS count FROM person WHERE ethnicity_code IS NULL',
    )
    expect(answer?.groups.at(-1)).toEqual({ key: { ethnicity: null }, count: row?.['count'] })
  })

  test('a caller counts only the rows of the own scope', async () => {
    const query =
      '{ g: personGroups(groupBy: [{ field: PROVINCE }]) { groups { key { province { code } } count } totals { count } } }'
    const scope = { ...noRows, provinces: ['01'] }
    const grants = {
      'reference:catalogue:read': allRows,
      'population:person:read': scope,
      'population:person:stats': scope,
    }
    const reply = await served['population']?.ask({ query, grants })
    const [row] = await plain(
      'population',
      `SELECT count(*)::int AS count FROM person WHERE province_code = '01'`,
    )
    expect(reply?.data).toEqual({
      g: {
        groups: [{ key: { province: { code: '01' } }, count: row?.['count'] }],
        totals: { count: row?.['count'] },
      },
    })
  })
})

describe('groups refuse', () => {
  test.each([
    ['no key', 'groupBy: []', 'expected 1 to 5 keys, got 0'],
    ['a key twice', 'groupBy: [{ field: SEX }, { field: SEX }]', 'each dimension once'],
    [
      'a bucket on what is no date',
      'groupBy: [{ field: SEX, bucket: DAY }]',
      'bucket does not fit',
    ],
    ['hours of a date', 'groupBy: [{ field: BIRTH_DATE, bucket: HOUR }]', 'a date has no hours'],
    ['edges on what is no number', 'groupBy: [{ field: SEX, edges: [1] }]', 'edges does not fit'],
    ['a first of a billion', 'groupBy: [{ field: SEX }], first: 1000000000', 'expected 1 to 10000'],
    [
      'order by an ungrouped key',
      'groupBy: [{ field: SEX }], orderBy: [{ key: AGE }]',
      'is not grouped by',
    ],
    [
      'order by key and measure at once',
      'groupBy: [{ field: SEX }], orderBy: [{ key: SEX, measure: { field: COUNT } }]',
      'a key or a measure',
    ],
    ['a broken cursor', 'groupBy: [{ field: SEX }], after: "x"', 'cursor'],
  ])('%s', async (_what, args, message) => {
    const { errors, statements } = await groups(
      'population',
      `{ g: personGroups(${args}) { groupCount } }`,
    )
    expect(errors).toEqual([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining(message) as unknown },
    ])
    expect(statements).toEqual([])
  })

  test.each([
    ['no edges', [], 'expected 1 to 100 edges, got 0'],
    ['101 edges', Array.from({ length: 101 }, (_, i) => i), 'expected 1 to 100 edges, got 101'],
    ['edges that do not rise', [2, 2], 'expected ascending edges'],
  ])('%s', async (_what, edges, message) => {
    const { errors } = await groups(
      'land',
      'query($edges: [Float!]) { g: parcelGroups(groupBy: [{ field: AREA, edges: $edges }]) { groupCount } }',
      { edges },
    )
    expect(errors).toEqual([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining(message) as unknown },
    ])
  })

  test('a having of 201 conditions or 11 levels, empty groups counted; 200 and 10 are answered', async () => {
    const ask = async (having: unknown): Promise<string> => {
      const query =
        'query($having: PersonHaving) { g: personGroups(groupBy: [{ field: SEX }], having: $having) { groupCount } }'
      const { errors } = await groups('population', query, { having })
      return errors.length === 0 ? 'answered' : errors.map(({ code }) => code).join()
    }
    const nested = (levels: number): unknown =>
      levels === 1 ? { count: { gt: 0 } } : { not: nested(levels - 1) }
    const empty = (count: number) => ({ and: Array.from({ length: count }, () => ({})) })
    expect(await ask(empty(199))).toBe('answered')
    expect(await ask(empty(200))).toBe('COST_EXCEEDED')
    expect(await ask(nested(10))).toBe('answered')
    expect(await ask(nested(11))).toBe('COST_EXCEEDED')
    expect(await ask(null)).toBe('answered')
  })

  test('100 edges, a percentile of 0 and of 1 are accepted; beyond them not', async () => {
    const edges = Array.from({ length: 100 }, (_, i) => i)
    const query = `query($edges: [Float!], $p: Float!) { g: parcelGroups(groupBy: [{ field: AREA, edges: $edges }]) {
      groupCount groups { area { percentile(p: $p) } } } }`
    for (const p of [0, 1]) expect((await groups('land', query, { edges, p })).errors).toEqual([])
    for (const p of [-0.01, 1.01])
      expect((await groups('land', query, { edges, p })).errors[0]).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('expected 0 to 1') as unknown,
      })
  })

  test('a time zone that does not exist, and an undeclared function', async () => {
    const zone = await groups(
      'health',
      '{ g: prescriptionGroups(groupBy: [{ field: ISSUED_AT, timezone: "Mars/Olympus" }]) { groupCount } }',
    )
    expect(zone.errors[0]?.message).toContain('IANA time zone')
    const fn = await groups(
      'health',
      '{ g: prescriptionGroups(groupBy: [{ field: KIND }], orderBy: [{ measure: { field: ITEM_COUNT, fn: PERCENTILE } }]) { groupCount } }',
    )
    expect(fn.errors[0]?.message).toContain('expected one of SUM, AVG, MIN, MAX')
  })

  test('a caller without the permission to count', async () => {
    const reply = await served['population']?.ask({
      query: '{ g: personGroups(groupBy: [{ field: SEX }]) { groupCount } }',
      grants: { 'population:person:read': allRows },
    })
    expect(reply?.errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
  })
})
