import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ministries } from '../../deploy/ministries.ts'
import { databaseUrl } from '../support/database.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const judged = ['population', 'land', 'health'] as const
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
  readonly numerator: number | null
  readonly denominator: number | null
  readonly share: number | null
  readonly lower: number | null
  readonly disclosure: { readonly status: string }
}
interface Place {
  readonly code: string
  readonly score: Score
}
interface Quality {
  readonly score: Score
  readonly failedIdentifiers: readonly string[]
}

const scoreFields =
  'criterion numerator denominator share lower upper method asOf standing disclosure { status }'
const qualityFields = `standing failedIdentifiers score { ${scoreFields} } criteria { ${scoreFields} }
  tables { name score { ${scoreFields} } fields { name score { ${scoreFields} } } rules { code score { ${scoreFields} } } }`

async function ask(name: Judged, query: string) {
  const reply = await served.get(name)?.ask({ query })
  if (reply === undefined) throw new Error(`expected ${name} to be served`)
  return reply
}

async function quality(name: Judged, args: string): Promise<Quality> {
  const { data, errors } = await ask(name, `{ q: ${name}Quality${args} { ${qualityFields} } }`)
  expect(errors).toEqual([])
  return data?.['q'] as Quality
}

async function placesOf(name: Judged, args: string): Promise<readonly Place[]> {
  const query = `{ q: ${name}QualityPlaces(${args}) { code score { ${scoreFields} } } }`
  const { data, errors } = await ask(name, query)
  expect(errors).toEqual([])
  return data?.['q'] as readonly Place[]
}

/** Rows of the ministry's own database. */
async function rowsOf<Row extends object>(name: Judged, text: string): Promise<readonly Row[]> {
  const found = await clients.get(name)?.query<Row>(text)
  return found?.rows ?? []
}

it('figures of places tell nothing of a few people', async () => {
  const places = await placesOf('population', 'grain: PROVINCE, rule: "person-pin-sex", first: 100')
  expect(places.length).toBeGreaterThan(30)
  for (const { score } of places) {
    expect(score.numerator, score.disclosure.status).toBeNull()
    expect(score.share).toBeNull()
    expect(['PARTIAL', 'SUPPRESSED']).toContain(score.disclosure.status)
    if (score.denominator !== null) expect(score.denominator % 10).toBe(0)
  }
  const [lowest] = await placesOf('land', 'grain: PROVINCE, rule: "parcel-authenticated", first: 3')
  expect(lowest?.score.disclosure.status).toBe('PERTURBED')
  expect((lowest?.score.numerator ?? 1) % 10).toBe(0)
  expect(lowest?.score.share).toBeLessThan(1)
  const about = await quality('population', '(grain: PROVINCE, place: "01")')
  expect(about.failedIdentifiers).toEqual([])
  expect(about.score.disclosure.status).not.toBe('EXACT')
})

it('figures of places count nobody once for each rule', async () => {
  const rows = await rowsOf<{ code: string; people: number }>(
    'population',
    'SELECT commune_code AS code, count(*)::integer AS people FROM person GROUP BY commune_code',
  )
  const people = new Map(rows.map((one) => [one.code, one.people]))
  const places = await placesOf('population', 'grain: COMMUNE, first: 1000')
  expect(places.filter(({ code }) => (people.get(code) ?? 0) < 10)).toEqual([])
  const few = [...people].filter(([, n]) => n < 10)
  expect(few.length).toBeGreaterThan(3)
  for (const [code] of few.slice(0, 20)) {
    const { score } = await quality('population', `(grain: COMMUNE, place: "${code}")`)
    expect(score).toMatchObject({ denominator: null, disclosure: { status: 'SUPPRESSED' } })
  }
  const many = places.filter(({ code }) => (people.get(code) ?? 0) >= 20)
  expect(many.length).toBeGreaterThan(3)
  for (const { score } of many) {
    expect(score).toMatchObject({ numerator: null, disclosure: { status: 'PARTIAL' } })
    // No rule fails for ten: of each of the nine rules about everybody nine may.
    const mayFail = (1 - (score.lower ?? 0)) * (score.denominator ?? 0)
    expect(mayFail).toBeGreaterThanOrEqual(9 * 9)
  }
})

/** How many rows of how many people each facility has; it may have none. */
const facilities = () =>
  rowsOf<{ code: string; rows: number; people: number }>(
    'health',
    `SELECT f.code, count(p.code)::integer AS rows, count(DISTINCT p.patient_pin)::integer AS people
     FROM facility AS f LEFT JOIN prescription AS p ON p.facility_code = f.code AND p.compartment IS NULL
     GROUP BY f.code ORDER BY f.code`,
  )

it('figures of places count one person of many rows once', async () => {
  const found = await facilities()
  const args = 'grain: INSTITUTION, rule: "prescription-code-format", first: 1000'
  const told = new Map((await placesOf('health', args)).map(({ code, score }) => [code, score]))
  const few = found.filter(({ rows, people }) => rows >= 10 && people < 10)
  expect(few.length).toBeGreaterThan(3)
  for (const { code } of few) {
    expect(told.has(code)).toBe(false)
    const { score } = await quality('health', `(grain: INSTITUTION, place: "${code}")`)
    expect(score).toMatchObject({ denominator: null, disclosure: { status: 'SUPPRESSED' } })
  }
  // People are counted by classes: of so many, ten are in classes of their own.
  const many = found.filter(({ people }) => people >= 30)
  expect(many.length).toBeGreaterThan(0)
  for (const { code } of many) expect(told.get(code)?.denominator).toBeGreaterThanOrEqual(30)
})

it('figures of places tell few people of sensitive records as they tell nobody', async () => {
  const found = await facilities()
  const facility = (wanted: (people: number) => boolean) =>
    found.find(({ people }) => wanted(people))?.code ?? ''
  const asked = async (place: string) => {
    const query = `{ q: healthQuality(grain: INSTITUTION, place: "${place}") { ${qualityFields} } }`
    const { data, reported } = await ask('health', query)
    const { asOf: _asOf, ...work } = reported
    return { data: data?.['q'], work }
  }
  const few = await asked(facility((people) => people > 0 && people < 10))
  // A place that nothing is known of, as one in which nobody was.
  expect(await asked('no such place')).toEqual(few)
  expect(await asked(facility((people) => people >= 30))).not.toEqual(few)
  const codes = new Set(
    (await placesOf('health', 'grain: INSTITUTION, first: 1000')).map(({ code }) => code),
  )
  expect(codes.size).toBeGreaterThan(0)
  for (const { code, people } of found) if (people < 10) expect(codes.has(code)).toBe(false)
})
