import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ministries } from '../../deploy/ministries.ts'
import { noRows } from '../../auth/row-scope.ts'
import { databaseUrl, loadedPeople } from '../support/database.ts'
import { allGrants, servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const judged = ['population', 'land', 'health', 'education'] as const
type Judged = (typeof judged)[number]
const clients = new Map<string, Client>()
const served = new Map<string, ServedForTest>()

beforeAll(async () => {
  for (const name of judged) {
    const client = new Client({ connectionString: databaseUrl(name, 'owner') })
    await client.connect()
    clients.set(name, client)
    const ministry = ministries.find((one) => one.name === name)
    if (ministry !== undefined)
      served.set(name, await servedMinistry(ministry, databaseUrl(name, 'reader')))
  }
})

afterAll(async () => {
  for (const client of clients.values()) await client.end()
  for (const one of served.values()) await one[Symbol.asyncDispose]()
})

interface Score {
  readonly criterion: string | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly share: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly method: string | null
  readonly asOf: string | null
  readonly standing: string | null
  readonly disclosure: { readonly status: string }
}
interface Quality {
  readonly standing: string | null
  readonly score: Score
  readonly criteria: readonly Score[]
  readonly failedIdentifiers: readonly string[]
  readonly green: number
  readonly thresholdsFrom: string
  readonly tables: readonly {
    readonly name: string
    readonly rows: number
    readonly score: Score
    readonly fields: readonly { readonly name: string; readonly score: Score }[]
    readonly rules: readonly {
      readonly code: string
      readonly version: number
      readonly identifier: boolean
      readonly score: Score
    }[]
    readonly worklist: string | null
  }[]
}

const scoreFields =
  'criterion numerator denominator share lower upper method asOf standing disclosure { status }'
const qualityFields = `standing green thresholdsFrom failedIdentifiers score { ${scoreFields} } criteria { ${scoreFields} }
  tables { name rows worklist score { ${scoreFields} } fields { name score { ${scoreFields} } }
    rules { code version identifier score { ${scoreFields} } } }`

async function ask(name: Judged, query: string, more = {}) {
  const reply = await served.get(name)?.ask({ query, ...more })
  if (reply === undefined) throw new Error(`expected ${name} to be served`)
  return reply
}

async function quality(name: Judged, args = ''): Promise<Quality> {
  const { data, errors } = await ask(name, `{ q: ${name}Quality${args} { ${qualityFields} } }`)
  expect(errors).toEqual([])
  return data?.['q'] as Quality
}

async function failing(name: Judged): Promise<Readonly<Record<string, number>>> {
  const { tables } = await quality(name)
  return Object.fromEntries(
    tables.flatMap(({ rules }) =>
      rules.map(({ code, score }) => [code, (score.denominator ?? 0) - (score.numerator ?? 0)]),
    ),
  )
}

function made(name: Judged): Readonly<Record<string, number>> {
  return loadedPeople().summary[name]?.dirt ?? {}
}

describe('the dirt of synthetic rows', () => {
  it('is found with its known share', async () => {
    const people = made('population')
    expect(await failing('population')).toMatchObject({
      'household-one-head': (people['HEAD_MISSING'] ?? 0) + (people['TWO_HEADS'] ?? 0),
      'household-head-known': people['HEAD_UNKNOWN'],
      'person-name-nfc': people['NAME_NFD'],
      'person-name-tone-mark': people['NAME_SPELLING'],
      'person-ethnicity-given': people['ETHNICITY_MISSING'],
      'person-pin-sex': people['SEX_UNLIKE_NUMBER'],
      'person-pin-birth-year': people['BIRTH_YEAR_UNLIKE_NUMBER'],
      'person-pin-format': 0,
      'person-commune-code': 0,
    })
    const land = made('land')
    const repeated = await clients.get('land')?.query<{ n: number }>(
      `SELECT sum(n)::int AS n FROM (SELECT count(*) AS n FROM parcel
       GROUP BY commune_code, map_sheet, parcel_number HAVING count(*) > 1) AS g`,
    )
    expect(repeated?.rows[0]?.n).toBeGreaterThan(land['NUMBER_REPEATED'] ?? 0)
    expect(await failing('land')).toMatchObject({
      'parcel-area-uses': land['AREA_UNLIKE_USES'],
      'parcel-number-unique': repeated?.rows[0]?.n,
      'land-use-code': land['USE_CODE_UNKNOWN'],
      'registration-serial-format': land['SERIAL_IRREGULAR'],
      'parcel-geohash-format': 0,
    })
    expect((await failing('health'))['diagnosis-code']).toBe(made('health')['DIAGNOSIS_UNKNOWN'])
    const school = made('education')
    expect(await failing('education')).toMatchObject({
      'learner-code-issued': school['LEARNER_CODE_TEMPORARY'],
      'learner-grade-age': school['GRADE_OVER_AGE'],
      // Both of a learner's enrolments are told.
      'learner-enrolled-once': 2 * (school['ENROLLED_TWICE'] ?? 0),
    })
  })

  it('is counted by place in the same pass: places add up to the country', async () => {
    for (const name of judged) {
      const { rows } = (await clients.get(name)?.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM (
           SELECT rule, grain, sum(numerator) AS p, sum(denominator) AS d FROM lien_thong.quality_result
           WHERE grain IN ('COUNTRY', 'PROVINCE', 'COMMUNE') AND type_name <> ALL ('{PrescriptionDiagnosis,PrescriptionItem}')
           GROUP BY rule, grain) AS g
         GROUP BY rule HAVING count(DISTINCT (p, d)) > 1`,
      )) ?? { rows: [] }
      expect(rows, name).toEqual([])
    }
    const { rows } = (await clients
      .get('education')
      ?.query<{ n: number }>(
        `SELECT count(DISTINCT place)::int AS n FROM lien_thong.quality_result WHERE grain = 'INSTITUTION'`,
      )) ?? { rows: [] }
    expect(rows[0]?.n).toBeGreaterThan(100)
  })

  it('leaves out rows in compartments', async () => {
    const { rows } = (await clients.get('health')?.query<{ open: number; closed: number }>(
      `SELECT count(*) FILTER (WHERE compartment IS NULL)::int AS open,
         count(*) FILTER (WHERE compartment IS NOT NULL)::int AS closed FROM prescription`,
    )) ?? { rows: [] }
    expect(rows[0]?.closed).toBeGreaterThan(0)
    const { tables } = await quality('health')
    expect(tables.find((one) => one.name === 'Prescription')?.rows).toBe(rows[0]?.open)
  })
})

describe('scores', () => {
  it('have numerator, denominator, method, moment and version; without evidence they are null', async () => {
    const { score, criteria, tables, thresholdsFrom } = await quality('population')
    expect(score).toMatchObject({ criterion: null, method: 'FULL', standing: 'GREEN' })
    expect(score.share).toBeCloseTo((score.numerator ?? 0) / (score.denominator ?? 1), 12)
    expect(Date.parse(score.asOf ?? '')).toBeLessThanOrEqual(Date.now())
    expect(criteria.map(({ criterion }) => criterion)).toEqual([
      'ACCURACY',
      'COMPLETENESS',
      'VALIDITY',
      'CURRENCY',
      'AGREEMENT',
    ])
    const [, , , currency] = criteria
    expect(currency).toMatchObject({
      numerator: null,
      denominator: null,
      share: null,
      standing: null,
      asOf: null,
    })
    const sums = criteria.map((one) => one.denominator ?? 0)
    expect(sums.reduce((a, b) => a + b, 0)).toBe(score.denominator)
    const person = tables.find(({ name }) => name === 'Person')
    expect(person?.rules.every(({ version }) => version === 1)).toBe(true)
    const names = person?.fields.find(({ name }) => name === 'fullName')
    expect(names?.score.denominator).toBe(2 * loadedPeople().people)
    expect(thresholdsFrom).toContain('not law')
  })

  it('are red where a rule of an identifier fails, whatever the mean', async () => {
    const { standing, score, failedIdentifiers, green } = await quality('education')
    expect(score.share).toBeGreaterThan(green)
    expect(score.standing).toBe('GREEN')
    expect(failedIdentifiers).toEqual(['learner-code-issued'])
    expect(standing).toBe('RED')
    expect((await quality('land')).failedIdentifiers).toEqual([])
  })

  it.each([
    ['{ landQuality(place: "01") { standing } }', 'BAD_USER_INPUT'],
    ['{ landQuality(grain: PROVINCE) { standing } }', 'BAD_USER_INPUT'],
    ['{ landQualityPlaces(grain: COUNTRY) { code } }', 'BAD_USER_INPUT'],
    ['{ landQualityPlaces(grain: PROVINCE, first: 0) { code } }', 'BAD_USER_INPUT'],
    ['{ landQualityPlaces(grain: PROVINCE, first: 1001) { code } }', 'BAD_USER_INPUT'],
    ['{ landQualityPlaces(grain: PROVINCE, rule: "none") { code } }', 'BAD_USER_INPUT'],
    ['{ parcelQualityFailures(rule: "land-use-code") { totalCount } }', 'BAD_USER_INPUT'],
  ])('%s is refused', async (query, code) => {
    const { errors } = await ask('land', query)
    expect(errors.map((one) => one.code)).toEqual([code])
  })

  it('are those of the own ministry for who speaks for one', async () => {
    const query = '{ landQuality { standing } }'
    const as = { role: 'publisher' } as const
    const grants = (agency: string) => ({
      grants: { 'land:quality:stats': { ...noRows, agencies: [agency] } },
      as,
    })
    expect((await ask('land', query, grants('land'))).errors).toEqual([])
    const other = await ask('land', query, grants('health'))
    expect(other.errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
  })
})

describe('worklists', () => {
  const list = (rule: string) =>
    `{ list: parcelQualityFailures(rule: "${rule}", first: 5) { totalCount nodes { geohash provinceCode } pageInfo { endCursor hasNextPage } } }`

  it('are the rows that fail, page by page', async () => {
    const seen: string[] = []
    let after = ''
    for (let more = true; more;) {
      const { data } = await ask(
        'land',
        `{ list: parcelQualityFailures(rule: "parcel-number-unique", first: 5${after}) { totalCount nodes { geohash } pageInfo { endCursor hasNextPage } } }`,
      )
      const page = data?.['list'] as {
        nodes: { geohash: string }[]
        pageInfo: { endCursor: string; hasNextPage: boolean }
      }
      seen.push(...page.nodes.map(({ geohash }) => geohash))
      after = `, after: "${page.pageInfo.endCursor}"`
      more = page.pageInfo.hasNextPage
    }
    const { rows } = (await clients.get('land')?.query<{ geohash: string }>(
      `SELECT geohash FROM parcel AS p WHERE EXISTS (SELECT FROM parcel AS o WHERE o.geohash <> p.geohash
         AND (o.commune_code, o.map_sheet, o.parcel_number) = (p.commune_code, p.map_sheet, p.parcel_number))`,
    )) ?? { rows: [] }
    expect(seen.sort()).toEqual(rows.map(({ geohash }) => geohash).sort())
  })

  it('are for whoever may read the rows, and has the permission to mend them', async () => {
    const { data } = await ask('land', list('parcel-certificate-given'))
    const all = data?.['list'] as { totalCount: number; nodes: { provinceCode: string }[] }
    const province = all.nodes[0]?.provinceCode ?? ''
    const own = {
      'land:parcel:read': { ...noRows, provinces: [province] },
      'land:quality:read': { ...noRows, provinces: [province] },
    }
    const scoped = await ask('land', list('parcel-certificate-given'), { grants: own })
    const some = scoped.data?.['list'] as typeof all
    expect(some.totalCount).toBeGreaterThan(0)
    expect(some.totalCount).toBeLessThan(all.totalCount)
    expect(some.nodes.every((one) => one.provinceCode === province)).toBe(true)
    for (const missing of ['land:parcel:read', 'land:quality:read'] as const) {
      const { [missing]: _missing, ...rest } = allGrants
      const refused = await ask('land', list('parcel-certificate-given'), { grants: rest })
      expect(refused.errors[0]?.code, missing).toBe('FORBIDDEN')
      expect(refused.data?.['list'] ?? null).toBeNull()
    }
  })

  it('show no keys to a reader of other rows, also past the WHERE', async () => {
    const reader = new Client({ connectionString: databaseUrl('population', 'reader') })
    await reader.connect()
    try {
      const count = async (provinces: string): Promise<number> => {
        await reader.query("SELECT set_config('lien_thong.provinces', $1, false)", [provinces])
        const { rows } = await reader.query<{ n: number }>(
          'SELECT count(*)::int AS n FROM lien_thong.quality_row_person',
        )
        return rows[0]?.n ?? -1
      }
      expect(await count('')).toBe(0)
      expect(await count('01,79')).toBeGreaterThan(0)
    } finally {
      await reader.end()
    }
  })

  it('note whose records they show', async () => {
    const { data, persons } = await ask(
      'population',
      '{ personQualityFailures(rule: "person-pin-sex") { nodes { pin } } }',
    )
    const { nodes } = (data ?? {})['personQualityFailures'] as { nodes: unknown[] }
    expect(nodes).toHaveLength(made('population')['SEX_UNLIKE_NUMBER'] ?? -1)
    expect(persons.flatMap((one) => one.persons)).toHaveLength(nodes.length)
  })
})

it('every answer says how good its source is, without a statement more', async () => {
  const { reported, statements } = await ask('population', '{ people(first: 1) { nodes { pin } } }')
  expect(reported).toMatchObject({ quality: { standing: 'GREEN' } })
  expect(statements.filter(({ text }) => text.includes('quality'))).toEqual([])
})
