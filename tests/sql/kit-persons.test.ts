import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noRows } from '../../auth/row-scope.ts'
import { connected } from '../../deploy/connected.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import { health } from '../../subgraphs/health/subgraph.ts'
import { land } from '../../subgraphs/land/subgraph.ts'
import { population } from '../../subgraphs/population/subgraph.ts'
import { databaseUrl } from '../support/database.ts'
import { type ServedForTest, servedMinistry } from '../support/served-ministry.ts'

const { doctorFacility: facility, citizenPin } = personaCodes
const doctor = {
  as: { role: 'doctor', purpose: 'treatment' },
  grants: {
    'health:prescription:read': { ...noRows, facilities: [facility] },
    'health:dispense:read': { ...noRows, facilities: [facility] },
  },
} as const
const healthClass = 'SENSITIVE HEALTH'

async function column(
  ministry: 'health' | 'land' | 'population',
  text: string,
  values: readonly unknown[],
): Promise<readonly string[]> {
  await using client = await connected(databaseUrl(ministry, 'owner'))
  const { rows } = await client.query<{ pin: string }>(text, [...values])
  return rows.map(({ pin }) => pin)
}

/** Classes of each reported person, by hash. */
function reported(
  reply: Awaited<ReturnType<ServedForTest['ask']>>,
): Record<string, readonly string[]> {
  expect(reply.errors).toEqual([])
  return Object.fromEntries(
    reply.persons.flatMap(({ classes, persons }) =>
      persons.map((person) => [person, classes] as const),
    ),
  )
}

describe('whose records a ministry reports', () => {
  const served = new Map<string, ServedForTest>()
  const of = (name: string): ServedForTest => {
    const one = served.get(name)
    if (one === undefined) throw new Error(`expected ${name} to be served`)
    return one
  }
  beforeAll(async () => {
    for (const ministry of [health, land, population])
      served.set(
        ministry.name,
        await servedMinistry(ministry, databaseUrl(ministry.name, 'reader')),
      )
  })
  afterAll(async () => {
    for (const one of served.values()) await one[Symbol.asyncDispose]()
  })

  test('the patients behind a page, though no number is selected, and not the one after it', async () => {
    const reply = await of('health').ask({
      ...doctor,
      query:
        '{ prescriptions(first: 5, orderBy: [{ field: CODE }]) { nodes { kind } pageInfo { hasNextPage } } }',
    })
    const pins = await column(
      'health',
      `SELECT patient_pin AS pin FROM prescription
       WHERE facility_code = $1 AND compartment IS NULL ORDER BY code LIMIT 5`,
      [facility],
    )
    expect(pins).toHaveLength(5)
    expect(reported(reply)).toEqual(
      Object.fromEntries(pins.map((pin) => [of('health').personHash(pin), [healthClass]])),
    )
    expect(JSON.stringify(reply.persons)).not.toContain(pins[0])
  })

  test('those behind rows that are reached by joins, lists of lists among them', async () => {
    const reply = await of('health').ask({
      ...doctor,
      query: `{ prescriptions(first: 3, where: { status: { eq: DISPENSED } }, orderBy: [{ field: CODE }]) {
        edges { node { dispenses { items { quantity } } } } } }`,
    })
    const pins = await column(
      'health',
      `SELECT patient_pin AS pin FROM prescription
       WHERE facility_code = $1 AND status = 'DISPENSED' AND compartment IS NULL ORDER BY code LIMIT 3`,
      [facility],
    )
    expect(Object.keys(reported(reply)).sort()).toEqual(
      [...new Set(pins.map(of('health').personHash))].sort(),
    )
  })

  test('every party to the certificate of a parcel', async () => {
    const [serial] = await column(
      'land',
      `SELECT registration_serial AS pin FROM land_party WHERE person_pin IS NOT NULL
       GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1`,
      [],
    )
    const [geohash] = await column(
      'land',
      'SELECT geohash AS pin FROM parcel WHERE registration_serial = $1 ORDER BY 1 LIMIT 1',
      [serial],
    )
    const parties = await column(
      'land',
      'SELECT person_pin AS pin FROM land_party WHERE registration_serial = $1 AND person_pin IS NOT NULL',
      [serial],
    )
    const reply = await of('land').ask({
      query: 'query ($geohash: ID!) { parcel(geohash: $geohash) { area uses { code } } }',
      variables: { geohash },
    })
    expect(parties.length).toBeGreaterThan(1)
    expect(reported(reply)).toEqual(
      Object.fromEntries(parties.map((pin) => [of('land').personHash(pin), ['BASIC PROPERTY']])),
    )
  })

  test('the person whom the gateway names, with the classes of the fields that are shown', async () => {
    const reply = await of('population').ask({
      query: `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Person {
        ethnicityCode communeCode } } }`,
      variables: { refs: [{ __typename: 'Person', pin: citizenPin }] },
    })
    expect(reported(reply)).toEqual({
      [of('population').personHash(citizenPin)]: [
        'BASIC IDENTITY',
        'BASIC RESIDENCE',
        'SENSITIVE ETHNICITY',
      ],
    })
  })

  test('the person about whom a yes or no is given', async () => {
    const reply = await of('population').ask({
      as: { role: 'application', purpose: 'identity-check' },
      query: `query ($pin: PersonalId!) { verifyPerson(pin: $pin, fullName: "Không Phải", birthDate: "1990-01-01") }`,
      variables: { pin: citizenPin },
    })
    expect(reported(reply)).toEqual({
      [of('population').personHash(citizenPin)]: ['BASIC IDENTITY'],
    })
  })

  test.each([
    '{ personTotals { count } }',
    '{ people(first: 1) { totalCount } }',
    '{ personGroups(groupBy: [{ field: SEX }]) { groups { count } } }',
  ])('statistics name nobody: %s', async (query) => {
    expect(reported(await of('population').ask({ query }))).toEqual({})
  })
})
