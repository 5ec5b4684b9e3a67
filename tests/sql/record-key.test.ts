import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { recordKeys } from '../../auth/record-key.ts'
import { connected } from '../../deploy/connected.ts'
import { databaseUrl } from '../support/database.ts'
import { documentation } from '../support/markdown.ts'
import { recordSecret } from '../support/record-secret.ts'

const secret = recordSecret.toString('hex')

/** Whose key each table's rows have, written by hand. */
const persons = {
  population: {
    person: 'pin',
    household: `coalesce((SELECT p.pin FROM person p WHERE p.household_id = t.id
      ORDER BY (p.pin = t.head_pin) IS TRUE DESC, p.is_head DESC, p.pin LIMIT 1), t.id)`,
  },
  land: {
    land_registration: firstParty('t.serial', 't.serial'),
    parcel: firstParty('t.registration_serial', 't.geohash'),
    land_use: firstParty(
      '(SELECT p.registration_serial FROM parcel p WHERE p.geohash = t.parcel_geohash)',
      't.parcel_geohash',
    ),
  },
  health: {
    prescription: 'patient_pin',
    prescription_item: patient('t.prescription_code'),
    dispense: patient('t.prescription_code'),
    dispense_item: patient(
      '(SELECT d.prescription_code FROM dispense d WHERE d.id = t.dispense_id)',
    ),
  },
  education: { enrolment: 'learner_pin' },
}

function firstParty(serial: string, nobody: string): string {
  return `coalesce((SELECT coalesce(l.person_pin, l.organisation_name) FROM land_party l
    WHERE l.registration_serial = ${serial} ORDER BY l.ordinal LIMIT 1), ${nobody})`
}

function patient(code: string): string {
  return `(SELECT r.patient_pin FROM prescription r WHERE r.code = ${code})`
}

const clients = new Map<string, Client>()
let addColumn: string

beforeAll(async () => {
  const page = (await documentation()).find(({ path }) => path === 'docs/schema.md')
  const [create = '', add = ''] = (page?.blocks ?? [])
    .filter(({ language }) => language === 'sql')
    .map(({ content }) => content.replaceAll('record_key(', 'pg_temp.record_key('))
  addColumn = add.replaceAll(`:'secret'`, `'${secret}'`)
  for (const ministry of Object.keys(persons)) {
    const client = await connected(databaseUrl(ministry, 'owner'))
    clients.set(ministry, client)
    await client.query(create)
  }
})

afterAll(async () => {
  for (const client of clients.values()) await client.end()
})

test('the SQL of docs/schema.md makes the keys that the loader makes', async () => {
  const ids = [
    '',
    '0',
    '900000000001',
    '924190000003',
    'Hợp tác xã Thử, Xã Hoà Bình',
    '𠀀',
    'x'.repeat(1000),
    ...Array.from({ length: 2000 }, (_, at) => String(900_190_000_000 + at * 7)),
  ]
  const [found] = await rows<{ keys: string[] }>(
    'population',
    `SELECT array_agg(pg_temp.record_key($1, id)::text ORDER BY place) AS keys
     FROM unnest($2::text[]) WITH ORDINALITY AS given (id, place)`,
    [recordSecret, ids],
  )
  const recordKey = recordKeys(recordSecret)
  expect(found?.keys).toEqual(ids.map((id) => String(recordKey(id))))
})

test('a key has eight fields of one bit, six bits apart, and fifteen bits on top', () => {
  const recordKey = recordKeys(recordSecret)
  const keys = Array.from({ length: 4000 }, (_, at) => recordKey(String(at)))
  const ones = Array.from(
    { length: 64 },
    (_, bit) => keys.filter((key) => (key >> BigInt(bit)) & 1n).length,
  )
  const used = [...Array.from({ length: 8 }, (_, at) => at * 6), ...Array.from({ length: 15 }, (_, at) => 48 + at)] // prettier-ignore
  for (const [bit, count] of ones.entries()) {
    // Half of 4,000, within six standard deviations.
    if (used.includes(bit)) expect(Math.abs(count - 2000), `bit ${bit}`).toBeLessThan(190)
    else expect(count, `bit ${bit}`).toBe(0)
  }
  expect(recordKeys(Buffer.alloc(32))('0')).not.toBe(recordKey('0'))
})

describe.each(Object.entries(persons))('every row of %s', (ministry, tables) => {
  it.each(Object.entries(tables))('of %s has the key of its person', async (table, person) => {
    const [found] = await rows<{ all: number; wrong: number }>(
      ministry,
      `SELECT count(*)::int AS all,
         count(*) FILTER (WHERE record_key <> pg_temp.record_key($1, ${person}))::int AS wrong
       FROM ${table} AS t`,
      [recordSecret],
    )
    expect(found?.all).toBeGreaterThan(0)
    expect(found?.wrong).toBe(0)
  })
})

test('persons have the same key in all ministries', async () => {
  const keys = new Map(
    (await rows<Keyed>('population', 'SELECT pin AS id, record_key AS key FROM person')).map(
      ({ id, key }) => [id, key],
    ),
  )
  for (const [ministry, sql] of [
    ['health', 'SELECT patient_pin AS id, record_key AS key FROM prescription'],
    ['education', 'SELECT learner_pin AS id, record_key AS key FROM enrolment'],
  ] as const) {
    const known = (await rows<Keyed>(ministry, sql)).filter(({ id }) => keys.has(id))
    expect(known.length).toBeGreaterThan(100)
    for (const { id, key } of known) expect(key).toBe(keys.get(id))
  }
})

test('a ministry that adds the column by docs/schema.md has the same keys', async () => {
  // A table of the session stands before the one that all tests share.
  await rows('land', 'CREATE TEMPORARY TABLE parcel AS TABLE public.parcel')
  await rows('land', 'ALTER TABLE parcel DROP COLUMN record_key')
  await rows('land', addColumn)
  expect(
    await rows(
      'land',
      'SELECT geohash, record_key FROM parcel EXCEPT SELECT geohash, record_key FROM public.parcel',
    ),
  ).toEqual([])
  await rows('land', 'DROP TABLE pg_temp.parcel')
})

interface Keyed {
  readonly id: string
  readonly key: string
}

async function rows<Row extends object>(
  ministry: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = clients.get(ministry)
  if (client === undefined) throw new Error(`expected a ministry, got ${ministry}`)
  return (await client.query<Row>(sql, [...values])).rows
}
