import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureData } from '../../deploy/data/ensure-data.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import { openCluster, type Cluster } from '../../deploy/local/cluster.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { databaseUrl, loadedPeople } from '../support/database.ts'
import { recordSecret } from '../support/record-secret.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

type Row = Readonly<Record<string, unknown>>

const clients = new Map<string, Client>()

beforeAll(async () => {
  for (const ministry of ministryNames) {
    const client = new Client({ connectionString: databaseUrl(ministry, 'owner') })
    await client.connect()
    clients.set(ministry, client)
  }
})

afterAll(async () => {
  for (const client of clients.values()) await client.end()
})

describe('synthetic rows', () => {
  it('are as many people as asked for, in Unicode NFC except where they are dirty', async () => {
    const { people, summary } = loadedPeople()
    const dirt = summary['population']?.dirt
    expect(await one('population', 'SELECT count(*)::int AS n FROM person')).toEqual({ n: people })
    expect(
      await one(
        'population',
        'SELECT count(*)::int AS n FROM person WHERE full_name IS NOT NFC NORMALIZED',
      ),
    ).toEqual({ n: dirt?.['NAME_NFD'] })
    expect(
      await one('population', 'SELECT count(*)::int AS n FROM person WHERE ethnicity_code IS NULL'),
    ).toEqual({ n: dirt?.['ETHNICITY_MISSING'] })
  })

  it('count every kind of dirt that they carry', async () => {
    const { summary } = loadedPeople()
    const counts = (ministry: string) => summary[ministry]?.dirt ?? {}
    const population = counts('population')
    const heads = `SELECT household_id, count(*) FILTER (WHERE is_head) AS heads FROM person
      WHERE household_id IS NOT NULL GROUP BY household_id`
    expect(
      await one(
        'population',
        `SELECT count(*) FILTER (WHERE heads = 0)::int AS missing, count(*) FILTER (WHERE heads = 2)::int AS two
         FROM (${heads}) AS h`,
      ),
    ).toEqual({ missing: population['HEAD_MISSING'], two: population['TWO_HEADS'] })
    expect(
      await one(
        'population',
        `SELECT count(*)::int AS n FROM household
         WHERE head_pin IS NOT NULL AND head_pin NOT IN (SELECT pin FROM person)`,
      ),
    ).toEqual({ n: population['HEAD_UNKNOWN'] })
    expect(
      await one(
        'population',
        `SELECT count(*)::int AS n FROM person
         WHERE (substr(pin, 4, 1)::int % 2 = 0) <> (sex = 'MALE')`,
      ),
    ).toEqual({ n: population['SEX_UNLIKE_NUMBER'] })
    expect(
      await one(
        'land',
        `SELECT count(*)::int AS n FROM parcel JOIN
           (SELECT parcel_geohash, sum(area_m2) AS used FROM land_use GROUP BY parcel_geohash) AS u
         ON parcel_geohash = geohash WHERE abs(area_m2 - used) > 0.5`,
      ),
    ).toEqual({ n: counts('land')['AREA_UNLIKE_USES'] })
    expect(
      await one(
        'education',
        `SELECT count(*)::int AS n FROM enrolment WHERE learner_code = 'TAM-' || learner_pin`,
      ),
    ).toEqual({ n: counts('education')['LEARNER_CODE_TEMPORARY'] })
  })

  it('link the ministries by personal number', async () => {
    const { summary } = loadedPeople()
    const known = new Set(
      (await rows('population', 'SELECT pin FROM person')).map(({ pin }) => pin),
    )
    const strangers = async (ministry: string, sql: string): Promise<number> =>
      (await rows(ministry, sql)).filter(({ pin }) => !known.has(pin)).length
    expect(
      await strangers(
        'land',
        'SELECT person_pin AS pin FROM land_party WHERE person_pin IS NOT NULL',
      ),
    ).toBe(summary['land']?.dirt['PARTY_UNKNOWN'])
    // A prescription that was corrected counts once and is there twice.
    expect(
      await strangers(
        'health',
        'SELECT patient_pin AS pin FROM prescription WHERE replaces IS NULL',
      ),
    ).toBe(summary['health']?.dirt['PATIENT_UNKNOWN'])
    expect(await strangers('education', 'SELECT learner_pin AS pin FROM enrolment')).toBe(
      summary['education']?.dirt['LEARNER_UNKNOWN'],
    )
    expect([...known].every((pin) => String(pin).startsWith('9'))).toBe(true)
  })

  it('use only codes of the catalogues, except where they are dirty', async () => {
    const codes = async (sql: string): Promise<Set<unknown>> =>
      new Set((await rows('reference', sql)).map(({ code }) => code))
    const communes = await codes('SELECT code FROM commune')
    const uses = [
      ['population', 'SELECT DISTINCT commune_code AS code FROM person', communes],
      ['land', 'SELECT DISTINCT commune_code AS code FROM parcel', communes],
      [
        'health',
        'SELECT DISTINCT drug_code AS code FROM prescription_item',
        await codes('SELECT code FROM drug'),
      ],
      [
        'land',
        `SELECT DISTINCT code FROM land_use WHERE code <> 'DCH'`,
        await codes('SELECT code FROM land_use_code'),
      ],
      [
        'health',
        `SELECT DISTINCT diagnosis_code AS code FROM prescription_diagnosis WHERE diagnosis_code <> 'U13/9'`,
        await codes('SELECT code FROM diagnosis'),
      ],
    ] as const
    for (const [ministry, sql, known] of uses) {
      for (const { code } of await rows(ministry, sql)) expect(known).toContain(code)
    }
  })

  it('have the shape of the country', async () => {
    const shape = await one(
      'population',
      `SELECT avg((sex = 'MALE')::int)::float AS men,
         avg((age(DATE '2026-11-01', birth_date) < interval '15 years')::int)::float AS children,
         avg((age(DATE '2026-11-01', birth_date) >= interval '65 years')::int)::float AS old
       FROM person WHERE deceased_on IS NULL`,
    )
    expect(shape['men']).toBeCloseTo(0.5, 1)
    expect(shape['children']).toBeGreaterThan(0.17)
    expect(shape['children']).toBeLessThan(0.29)
    expect(shape['old']).toBeGreaterThan(0.05)
    expect(shape['old']).toBeLessThan(0.13)
    const { size } = await one(
      'population',
      'SELECT avg(member_count)::float AS size FROM household',
    )
    expect(size).toBeGreaterThan(3)
    expect(size).toBeLessThan(3.8)
    const { share } = await one(
      'land',
      'SELECT avg(authenticated::int)::float AS share FROM parcel',
    )
    expect(share).toBeGreaterThan(0.6)
    expect(share).toBeLessThan(0.76)
    const { winter } = await one(
      'health',
      `SELECT avg((extract(month FROM issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh') IN (12, 1))::int)::float AS winter
       FROM prescription WHERE patient_birth_date > DATE '1996-01-01'`,
    )
    expect(winter).toBeGreaterThan(2 / 12)
  })

  it('dispense no more than was prescribed, mostly within five days', async () => {
    expect(
      await one(
        'health',
        `SELECT count(*)::int AS n FROM prescription_item AS i JOIN
           (SELECT prescription_code, item_ordinal, sum(quantity) AS given FROM dispense_item GROUP BY 1, 2) AS d
         ON d.prescription_code = i.prescription_code AND item_ordinal = ordinal WHERE given > quantity`,
      ),
    ).toEqual({ n: 0 })
    const { soon } = await one(
      'health',
      'SELECT avg((days_to_first_dispense <= 5)::int)::float AS soon FROM prescription',
    )
    expect(soon).toBeGreaterThan(0.9)
    expect(
      await one(
        'health',
        `SELECT count(*)::int AS n FROM dispense JOIN prescription ON code = prescription_code
         WHERE dispensed_at < issued_at OR status = 'REPLACED'`,
      ),
    ).toEqual({ n: 0 })
  })

  it('hold the personas', async () => {
    expect(
      await one(
        'population',
        `SELECT full_name, birth_date::text, province_code FROM person WHERE pin = '${persona.citizenPin}'`,
      ),
    ).toEqual({
      full_name: persona.citizenName,
      birth_date: persona.citizenBirthDate,
      province_code: persona.provinceCode,
    })
    expect(
      await one(
        'health',
        `SELECT patient_pin, facility_code, status, item_count FROM prescription
         WHERE code = '${persona.prescriptionCode}'`,
      ),
    ).toEqual({
      patient_pin: persona.citizenPin,
      facility_code: persona.facilityCode,
      status: 'PARTLY_DISPENSED',
      item_count: 2,
    })
    const { parcels } = await one(
      'land',
      `SELECT count(*)::int AS parcels FROM parcel JOIN land_party USING (registration_serial)
       WHERE person_pin = '${persona.citizenPin}'`,
    )
    expect(parcels).toBeGreaterThan(0)
    const { learners } = await one(
      'education',
      `SELECT count(*)::int AS learners FROM enrolment
       WHERE institution_code = '${persona.institutionCode}' AND status = 'STUDYING'`,
    )
    expect(learners).toBeGreaterThan(0)
  })
})

describe('loading', () => {
  it('gives the same rows again, and fills anew what was interrupted', async () => {
    await using directory = await temporaryDirectory()
    const cluster = await openCluster({ directory: directory.path, log: () => undefined })
    try {
      const { people, seed, dirt } = loadedPeople()
      const targets = ownerUrls(cluster)
      const interrupted = loadData({
        people,
        seed,
        dirt,
        recordSecret,
        targets,
        onProgress: () => {
          throw new Error('stopped here')
        },
      })
      await expect(interrupted).rejects.toThrow('stopped here')
      const filled = await ensureData({ people, seed, dirt, recordSecret, targets })
      expect(filled).toEqual(ministryNames)
      expect(await ensureData({ people: 100, seed: 7, dirt: 0, recordSecret, targets })).toEqual([])
      for (const [ministry, url] of targets) {
        expect(await checksums(url), ministry).toEqual(
          await checksums(databaseUrl(ministry, 'owner')),
        )
      }
    } finally {
      await cluster.stop()
    }
  })

  it('never replaces tables that it did not make', async () => {
    await using directory = await temporaryDirectory()
    const cluster = await openCluster({ directory: directory.path, log: () => undefined })
    try {
      const url = cluster.url({ database: 'land', role: 'owner' })
      const client = new Client({ connectionString: url })
      await client.connect()
      await client.query('CREATE TABLE parcel AS SELECT 1 AS precious')
      await client.end()
      await expect(
        loadData({
          people: 100,
          seed: 1,
          dirt: 0,
          recordSecret,
          targets: new Map([['land', url] as const]),
        }),
      ).rejects.toThrow('parcel exist already')
    } finally {
      await cluster.stop()
    }
  })
})

async function rows(ministry: string, sql: string): Promise<Row[]> {
  const client = clients.get(ministry)
  if (client === undefined) throw new Error(`expected a ministry, got ${ministry}`)
  return (await client.query<Row>(sql)).rows
}

async function one(ministry: string, sql: string): Promise<Row> {
  const [row] = await rows(ministry, sql)
  if (row === undefined) throw new Error('expected a row, got none')
  return row
}

function ownerUrls(cluster: Cluster) {
  return new Map(
    ministryNames.map((name) => [name, cluster.url({ database: name, role: 'owner' })] as const),
  )
}

/** One checksum a table, over all rows in a fixed order. */
async function checksums(url: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY 1`,
    )
    const found: Record<string, unknown> = {}
    for (const { name } of tables) {
      const { rows: sums } = await client.query<{ sum: string }>(
        `SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) AS sum FROM ${name} AS t`,
      )
      found[name] = sums[0]?.sum
    }
    return found
  } finally {
    await client.end()
  }
}
