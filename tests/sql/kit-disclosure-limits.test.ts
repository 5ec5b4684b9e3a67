import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DisclosureProfile, disclosureProfiles } from '../../auth/disclosure-profile.ts'
import type { Grants } from '../../auth/grants.ts'
import { recordKeys } from '../../auth/record-key.ts'
import { allRows } from '../../auth/row-scope.ts'
import { ministries } from '../../deploy/ministries.ts'
import { maxCells } from '../../subgraphs/kit/resolve/controlled-cells.ts'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'
import { recordSecret } from '../support/record-secret.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const counting: Grants = { 'population:person:stats': allRows, 'reference:catalogue:read': allRows }
const [basic] = disclosureProfiles
if (basic === undefined) throw new Error('expected a profile')
const keyOf = recordKeys(recordSecret)
/** Without noise every limit is exact. */
const plain: DisclosureProfile = { ...basic, name: 'plain', noise: false }

describe('a table of groups', () => {
  let crowd: EmptyMinistries
  let served: ServedForTest
  beforeAll(async () => {
    crowd = await emptyMinistries(['population'])
    const owner = await crowd.owner('population')
    // Each with a birthday of their own.
    await owner.query(
      `INSERT INTO person (pin, full_name, birth_date, sex, birth_registration_prefix, nationality,
         marital_status, is_head, province_code, commune_code, registered_since, record_key)
       SELECT '9011' || lpad(n::text, 8, '0'), 'Nguyễn Văn Thử', date '1960-01-01' + n::int, 'MALE', '001', 'VNM',
         'UNKNOWN', false, '01', '01001', '2025-01-01', key
       FROM unnest($1::int8[]) WITH ORDINALITY AS one (key, n)`,
      [Array.from({ length: maxCells + 1 }, (_, i) => String(keyOf(`person ${i}`)))],
    )
    const [ministry] = ministries.filter(({ name }) => name === 'population')
    if (ministry === undefined) throw new Error('expected population')
    served = await servedMinistry(ministry, crowd.readerUrl('population'), {
      profileOf: () => plain,
    })
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
    await crowd[Symbol.asyncDispose]()
  })

  const byBirthday = (where: string) =>
    served.ask({
      query: `{ personGroups(where: ${where}, groupBy: [{ field: BIRTH_DATE, bucket: DAY }]) {
        groups { count } groupCount disclosure { status rule } totals { count } } }`,
      grants: counting,
      caller: `caller of ${where}`,
    })

  it(`of ${maxCells + 1} cells is refused before it is judged`, async () => {
    const [refused] = (await byBirthday('{ sex: { eq: MALE } }')).errors
    expect(refused?.code).toBe('COST_EXCEEDED')
    expect(refused?.message).toContain(String(maxCells))
  })

  it(`of ${maxCells} cells of one person each is too sparse to say anything of`, async () => {
    const { data } = await byBirthday('{ birthDate: { gt: "1960-01-02" } }')
    expect(data?.['personGroups']).toEqual({
      groups: [],
      groupCount: null,
      disclosure: { status: 'REFUSED', rule: 'SPARSE' },
      // All but one person are counted, so that the total would tell of that one.
      totals: { count: null },
    })
  })

  describe('asked at once', () => {
    const first = (people: number): string => {
      const day = new Date(Date.UTC(1960, 0, 2 + people))
      return `{ birthDate: { lt: "${day.toISOString().slice(0, 10)}" } }`
    }
    const ask = (query: string, caller: string) =>
      served.ask({ query: `{ ${query} }`, grants: counting, caller })
    const totals = (people: number): string => `personTotals(where: ${first(people)}) { count }`
    const shownOf = (data: unknown): number =>
      JSON.stringify(data).match(/"count":\d+/g)?.length ?? 0

    it.each([
      [9, 1],
      [10, 2],
    ])('in one document: of two sets that differ by %i people %i are shown', async (by, shown) => {
      const query = `a: ${totals(100)} b: ${totals(100 + by)}`
      expect(shownOf((await ask(query, `both of ${by}`)).data)).toBe(shown)
    })

    it('in many requests: any two that are shown differ by ten people', async () => {
      for (let round = 0; round < 5; round++) {
        const sizes = Array.from({ length: 8 }, (_, i) => 100 + 3 * i)
        const replies = await Promise.all(
          sizes.map((people) => ask(totals(people), `round ${round}`)),
        )
        const told = sizes.filter((_, i) => shownOf(replies[i]?.data) === 1)
        expect(told.length).toBeGreaterThan(0)
        for (const [i, people] of told.entries())
          expect(people - (told[i - 1] ?? 0)).toBeGreaterThanOrEqual(10)
      }
    })
  })

  it('costs alike whether few people or nobody are in it, so that a spent budget tells nothing', async () => {
    const [ministry] = ministries.filter(({ name }) => name === 'population')
    if (ministry === undefined) throw new Error('expected population')
    const narrow: DisclosureProfile = {
      ...plain,
      zeros: 'hidden',
      budget: { filters: 100, cells: 3 },
    }
    await using strict = await servedMinistry(ministry, crowd.readerUrl('population'), {
      profileOf: () => narrow,
    })
    const outcomes = async (before: string): Promise<readonly string[]> => {
      const codes = []
      for (let i = 0; i < 5; i++) {
        const query = `{ personGroups(where: { birthDate: { lt: "${before}" } },
          groupBy: [{ field: BIRTH_DATE, bucket: DAY }]) { groups { count } groupCount } }`
        const { errors } = await strict.ask({ query, grants: counting, caller: before })
        codes.push(errors[0]?.code ?? 'answered')
      }
      return codes
    }
    expect(await outcomes('1960-01-10')).toEqual(await outcomes('1950-01-01'))
  })
})
