import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DisclosureProfile, disclosureProfiles } from '../../auth/disclosure-profile.ts'
import type { Grants } from '../../auth/grants.ts'
import { allRows } from '../../auth/row-scope.ts'
import { ministries } from '../../deploy/ministries.ts'
import { maxCells } from '../../subgraphs/kit/resolve/controlled-cells.ts'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const counting: Grants = { 'population:person:stats': allRows, 'reference:catalogue:read': allRows }
const [basic] = disclosureProfiles
if (basic === undefined) throw new Error('expected a profile')
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
       SELECT '9011' || lpad(n::text, 8, '0'), 'Nguyễn Văn Thử', date '1960-01-01' + n, 'MALE', '001', 'VNM',
         'UNKNOWN', false, '01', '01001', '2025-01-01', n
       FROM generate_series(1, $1::int) n`,
      [maxCells + 1],
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
})
