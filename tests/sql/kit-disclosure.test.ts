import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DisclosureProfile, disclosureProfiles } from '../../auth/disclosure-profile.ts'
import type { Grants } from '../../auth/grants.ts'
import { recordKeys } from '../../auth/record-key.ts'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { ministries } from '../../deploy/ministries.ts'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'
import { recordSecret } from '../support/record-secret.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

/** People of each province, women among them. */
const provinces = {
  '01': [40, 20],
  '04': [30, 15],
  '08': [10, 5],
  '11': [9, 4],
  '14': [25, 12],
  '15': [50, 49],
} as const
/** Prescriptions: facility, patients, prescriptions of each, patients who bought anything. */
const facilities = [
  ['01001', 10, 4, 0],
  ['04001', 9, 20, 0],
  ['08001', 30, 2, 0],
  ['14001', 30, 1, 9],
] as const

const counting: Grants = Object.fromEntries(
  ['population:person:stats', 'health:prescription:stats', 'reference:catalogue:read'].map(
    (one) => [one, allRows],
  ),
)

const basic = disclosureProfiles[0]
if (basic === undefined) throw new Error('expected a profile')
/** Without noise every limit is exact. */
const plain: DisclosureProfile = { ...basic, name: 'plain', noise: false }
const hidden: DisclosureProfile = { ...plain, name: 'hidden', zeros: 'hidden' }

let world: EmptyMinistries
let population: ServedForTest
let health: ServedForTest
let secretive: ServedForTest
let noisy: ServedForTest
let next = 0

/** As somebody who has asked nothing yet. */
const stranger = (): string => `caller ${++next}`

beforeAll(async () => {
  world = await emptyMinistries(['population', 'health'])
  await fill(world)
  const serve = (name: string, profile: DisclosureProfile) => {
    const ministry = ministries.find((one) => one.name === name)
    if (ministry === undefined) throw new Error(`expected ${name}`)
    return servedMinistry(ministry, world.readerUrl(name), { profileOf: () => profile })
  }
  population = await serve('population', plain)
  secretive = await serve('population', hidden)
  noisy = await serve('population', basic)
  health = await serve('health', plain)
})
afterAll(async () => {
  for (const one of [population, secretive, noisy, health]) await one[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

async function fill(into: EmptyMinistries): Promise<void> {
  const keyOf = recordKeys(recordSecret)
  const people = await into.owner('population')
  let number = 0
  const pin = (): string => `9011${String(++number).padStart(8, '0')}`
  for (const [code, [all, women]] of Object.entries(provinces))
    for (let i = 0; i < all; i++) {
      const id = pin()
      await people.query(
        `INSERT INTO person (pin, full_name, birth_date, sex, birth_registration_prefix, nationality,
           marital_status, is_head, province_code, commune_code, registered_since, record_key)
         VALUES ($1, 'Nguyễn Văn Thử', $2, $3, '001', 'VNM', 'UNKNOWN', false, $4, $5, '2010-01-01', $6)`,
        [
          id,
          `19${50 + (i % 50)}-01-01`,
          i < women ? 'FEMALE' : 'MALE',
          code,
          `${code}001`,
          String(keyOf(id)),
        ],
      )
    }
  const doctors = await into.owner('health')
  for (const [code, patients, each, buyers] of facilities) {
    const province = code.slice(0, 2)
    await doctors.query(
      `INSERT INTO facility (code, name, kind, province_code, commune_code) VALUES ($1, 'Thử', 'HOSPITAL', $2, $3)`,
      [code, province, `${province}001`],
    )
    for (let patient = 0; patient < patients; patient++) {
      const id = pin()
      // In the third hospital one patient takes nearly all the days.
      const days = code === '08001' ? (patient === 0 ? 90 : 1) : 10
      const times = code === '08001' && patient === 0 ? 30 : each
      for (let i = 0; i < times; i++)
        await doctors.query(
          `INSERT INTO prescription (code, kind, patient_pin, patient_birth_date, facility_code, province_code,
             commune_code, issued_at, valid_until, treatment_form, status, drug_days, item_count, record_key,
             days_to_first_dispense)
           VALUES ($1, 'C', $2, '1990-01-01', $3, $4, $5, '2026-05-01T03:00:00Z', '2026-05-06', 'OUTPATIENT',
             'ISSUED', $6, 1, $7, $8)`,
          [
            `${code}${(++number).toString(36).padStart(7, '0')}-C`,
            id,
            code,
            province,
            `${province}001`,
            days,
            String(keyOf(id)),
            patient < buyers ? 3 : null,
          ],
        )
    }
  }
}

interface Figures {
  readonly count: number | null
  readonly disclosure: { readonly status: string; readonly rule: string }
}

interface Groups {
  readonly groups: readonly (Figures & {
    readonly key: { readonly province: { readonly code: string } }
  })[]
  readonly groupCount: number | null
  readonly totals?: Figures
}

async function totals(served: ServedForTest, where: string, caller = stranger()): Promise<Figures> {
  const query = `{ personTotals(where: ${where}) { count disclosure { status rule } } }`
  const { data, errors } = await served.ask({ query, grants: counting, caller })
  expect(errors).toEqual([])
  return data?.['personTotals'] as Figures
}

async function groups(
  served: ServedForTest,
  rest = '',
  caller = stranger(),
): Promise<Record<string, number | null>> {
  const { groups: found } = await groupsOf(served, rest, caller)
  return Object.fromEntries(found.map(({ key, count }) => [key.province.code, count]))
}

async function groupsOf(served: ServedForTest, rest = '', caller = stranger()): Promise<Groups> {
  const query = `{ personGroups(groupBy: [{ field: PROVINCE }] ${rest}) {
    groups { key { province { code } } count disclosure { status rule } } groupCount } }`
  const { data, errors } = await served.ask({ query, grants: counting, caller })
  expect(errors).toEqual([])
  return data?.['personGroups'] as Groups
}

describe('totals of a caller without row rights', () => {
  it('are shown for ten people and withheld for nine', async () => {
    expect(await totals(population, '{ provinceCode: { eq: "08" } }')).toEqual({
      count: 10,
      disclosure: { status: 'SHOWN', rule: 'NONE' },
    })
    expect(await totals(population, '{ provinceCode: { eq: "11" } }')).toEqual({
      count: null,
      disclosure: { status: 'SUPPRESSED', rule: 'SMALL_CELL' },
    })
  })

  it('are withheld where all but nine are counted, and shown where all but ten are', async () => {
    expect((await totals(population, '{ provinceCode: { ne: "11" } }')).count).toBeNull()
    expect((await totals(population, '{ provinceCode: { ne: "08" } }')).count).toBe(154)
  })

  it('of nobody are 0 where that may be known, and withheld where it may not', async () => {
    const nobody = '{ provinceCode: { eq: "99" } }'
    expect((await totals(secretive, nobody)).count).toBeNull()
    expect((await totals(population, nobody)).count).toBe(0)
  })

  it('count people and not rows: nine patients with 180 prescriptions are withheld', async () => {
    const ask = async (code: string): Promise<unknown> => {
      const query = `{ prescriptionTotals(where: { facilityCode: { eq: "${code}" } }) { count } }`
      const { data } = await health.ask({ query, grants: counting, caller: stranger() })
      return data?.['prescriptionTotals']
    }
    expect(await ask('01001')).toEqual({ count: 40 })
    expect(await ask('04001')).toEqual({ count: null })
  })

  it('withhold a sum that one person makes up, and show the count', async () => {
    const query = `{ prescriptionTotals(where: { facilityCode: { eq: "08001" } }) {
      count drugDays { sum avg } itemCount { sum } disclosure { status rule } } }`
    const { data } = await health.ask({ query, grants: counting, caller: stranger() })
    expect(data?.['prescriptionTotals']).toEqual({
      count: 88,
      drugDays: { sum: null, avg: null },
      itemCount: { sum: 88 },
      disclosure: { status: 'PARTIAL', rule: 'CONCENTRATED' },
    })
  })

  it.each([
    ['08001', 'drugDays { one: stddev }'],
    ['08001', 'drugDays { one: percentile(p: 0.5) }'],
    ['14001', 'daysToFirstDispense { one: avg }'],
  ])('withhold of %s %s, which one person or nine make up', async (code, measure) => {
    const query = `{ prescriptionTotals(where: { facilityCode: { eq: "${code}" } }) {
      ${measure} disclosure { rule } } }`
    const { data } = await health.ask({ query, grants: counting, caller: stranger() })
    expect(JSON.stringify(data)).toContain('{"one":null},"disclosure":{"rule":"CONCENTRATED"}')
  })

  it('never show the least and the greatest value, nor a percentile near them', async () => {
    const query = `{ prescriptionTotals(where: { facilityCode: { eq: "01001" } }) { drugDays { min max
      low: percentile(p: 0.05) } } all: prescriptionTotals { drugDays { middle: percentile(p: 0.5) } } }`
    const { data } = await health.ask({ query, grants: counting, caller: stranger() })
    expect(data).toEqual({
      prescriptionTotals: { drugDays: { min: null, max: null, low: null } },
      all: { drugDays: { middle: 10 } },
    })
  })

  it('are exact for whoever may read every row that is counted', async () => {
    const query = `{ personTotals(where: { provinceCode: { eq: "11" } }) { count disclosure { status } } }`
    const province = { ...noRows, provinces: ['11'] }
    const grants = { 'population:person:stats': province, 'population:person:read': province }
    const { data } = await population.ask({ query, grants, caller: stranger() })
    expect(data?.['personTotals']).toEqual({ count: 9, disclosure: { status: 'EXACT' } })
    const other = { ...grants, 'population:person:read': { ...noRows, provinces: ['08'] } }
    const less = await population.ask({ query, grants: other, caller: stranger() })
    expect(less.data?.['personTotals']).toEqual({
      count: null,
      disclosure: { status: 'SUPPRESSED' },
    })
  })
})

describe('groups of a caller without row rights', () => {
  it('withhold a small one and a second one, which the total would tell', async () => {
    expect(await groups(population)).toEqual({
      '01': 40,
      '04': 30,
      '08': null,
      '11': null,
      '14': 25,
      '15': 50,
    })
  })

  it('leave out the withheld ones where nobody may know whether they are empty', async () => {
    expect(await groups(secretive)).toEqual({ '01': 40, '04': 30, '14': 25, '15': 50 })
    expect((await groupsOf(secretive)).groupCount).toBe(4)
  })

  it('order, choose and count the withheld ones alike', async () => {
    const order = 'orderBy: [{ measure: { field: COUNT }, direction: ASC, nulls: FIRST }]'
    const all = await groupsOf(population, order)
    const codes = all.groups.map(({ key }) => key.province.code)
    expect(codes).toEqual(['08', '11', '14', '04', '01', '15'])
    const few = await groupsOf(population, `${order} first: 2`)
    expect(few.groups.map(({ count }) => count)).toEqual([null, null])
    expect(few.groupCount).toBe(6)
  })

  it.each([
    'having: { count: { lt: 10 } }',
    'having: { count: { gte: 9 }, and: [{ count: { lte: 10 } }] }',
    'having: { count: { in: [9, 10] } }',
    'having: { count: { between: [1, 10] } }',
  ])('%s finds none that is withheld', async (having) => {
    expect(await groups(population, having)).toEqual({})
  })

  it('meet `not` and `isNull` alike where they are withheld', async () => {
    const withheld = { '08': null, '11': null }
    expect(await groups(population, 'having: { not: { count: { gte: 0 } } }')).toEqual(withheld)
    expect(await groups(population, 'having: { count: { isNull: true } }')).toEqual(withheld)
  })

  it('page through what may be shown', async () => {
    const query = (after: string): string =>
      `{ personGroups(groupBy: [{ field: PROVINCE }] first: 4 ${after}) { groups { key { province { code } } }
        truncated endCursor } }`
    const caller = stranger()
    const first = await population.ask({ query: query(''), grants: counting, caller })
    const page = first.data?.['personGroups'] as { endCursor: string; truncated: boolean }
    expect(page.truncated).toBe(true)
    const rest = await population.ask({
      query: query(`after: "${page.endCursor}"`),
      grants: counting,
      caller,
    })
    expect(rest.data?.['personGroups']).toEqual({
      groups: [{ key: { province: { code: '14' } } }, { key: { province: { code: '15' } } }],
      truncated: false,
      endCursor: null,
    })
  })

  it('protect two-way tables along both lines', async () => {
    const query = `{ personGroups(groupBy: [{ field: PROVINCE }, { field: SEX }]) {
      groups { key { province { code } sex } count } } }`
    const { data } = await population.ask({ query, grants: counting, caller: stranger() })
    const { groups: cells } = (data ?? {})['personGroups'] as {
      groups: readonly {
        readonly key: { readonly province: { readonly code: string }; readonly sex: string }
        readonly count: number | null
      }[]
    }
    const hiddenOf = (test: (cell: (typeof cells)[number]) => boolean): number =>
      cells.filter((cell) => test(cell) && cell.count === null).length
    for (const code of Object.keys(provinces))
      expect(
        hiddenOf(({ key }) => key.province.code === code),
        code,
      ).not.toBe(1)
    for (const sex of ['MALE', 'FEMALE'])
      expect(
        hiddenOf(({ key }) => key.sex === sex),
        sex,
      ).not.toBe(1)
  })
})

describe('totals of entities under control', () => {
  it('withhold the same provinces whichever are asked for, one at a time or together', async () => {
    const ask = async (codes: readonly string[], caller: string): Promise<unknown> => {
      const { data } = await population.ask({
        query: `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Province {
          code personTotals { count } } } }`,
        variables: { all: codes.map((code) => ({ __typename: 'Province', code })) },
        grants: counting,
        caller,
      })
      return data?.['_entities']
    }
    const caller = stranger()
    const expected = { '01': 40, '08': null, '11': null, '15': 50 }
    expect(await ask(Object.keys(expected), caller)).toEqual(
      Object.entries(expected).map(([code, count]) => ({ code, personTotals: { count } })),
    )
    for (const [code, count] of Object.entries(expected))
      expect(await ask([code], caller)).toEqual([{ code, personTotals: { count } }])
  })
})

describe('noise', () => {
  it('is the same however the same people are asked for', async () => {
    const caller = stranger()
    const ways = [
      '{ provinceCode: { eq: "01" } }',
      '{ provinceCode: { in: ["01"] } }',
      '{ and: [{ provinceCode: { eq: "01" } }, { sex: { in: [MALE, FEMALE] } }] }',
      '{ not: { provinceCode: { ne: "01" } } }',
      '{ communeCode: { eq: "01001" } }',
    ]
    const counts = []
    for (const way of ways) counts.push((await totals(noisy, way, caller)).count)
    const [first] = counts
    expect(counts).toEqual(ways.map(() => first))
    expect((await groups(noisy, '', caller))['01']).toBe(first)
    expect(Math.abs((first ?? 0) - 40)).toBeLessThanOrEqual(6)
  })
})

describe('what a caller was answered before', () => {
  it('withholds a set that differs by nine people, and not one that differs by ten', async () => {
    const caller = stranger()
    const young = (year: number): string =>
      `{ provinceCode: { in: ["01", "04"] }, birthDate: { lt: "${year}-01-01" } }`
    const sizes = (year: number): number => Math.min(40, year - 1950) + Math.min(30, year - 1950)
    expect((await totals(population, young(1970), caller)).count).toBe(sizes(1970))
    expect((await totals(population, young(1974), caller)).count).toBeNull()
    expect((await totals(population, young(1975), caller)).count).toBe(sizes(1975))
    expect((await totals(population, young(1970), caller)).count).toBe(sizes(1970))
    // Somebody else was answered nothing like it.
    expect((await totals(population, young(1974), stranger())).count).toBe(sizes(1974))
  })

  it('counts distinct filters of a table, and refuses one beyond the budget', async () => {
    const caller = stranger()
    const ask = (code: number) =>
      population.ask({
        query: `{ personTotals(where: { provinceCode: { eq: "${code}" } }) { count } }`,
        grants: counting,
        caller,
      })
    const { filters } = plain.budget
    for (let code = 0; code < filters; code++) expect((await ask(code)).errors).toEqual([])
    const [refused] = (await ask(filters)).errors
    expect(refused?.code).toBe('RATE_LIMITED')
    expect(refused?.message).toContain(String(filters))
    // The same filter again is no new one.
    expect((await ask(0)).errors).toEqual([])
  })
})
