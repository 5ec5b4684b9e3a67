import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'
import { people, sampleRows } from './sample-rows.ts'

type Setting =
  'whole' | 'subjects' | 'provinces' | 'communes' | 'facilities' | 'institutions' | 'keys'
type Settings = Readonly<Partial<Record<Setting, string>>>
type Counts = Readonly<Record<string, number>>

/** Tables about persons, in the order of the counts below. */
const personal: Readonly<Record<string, readonly string[]>> = {
  population: ['person', 'household'],
  land: ['parcel', 'land_use', 'land_registration', 'land_party'],
  health: [
    'prescription',
    'prescription_diagnosis',
    'prescription_item',
    'dispense',
    'dispense_item',
  ],
  education: ['enrolment'],
}

/** What each scope opens of the sample rows. */
const opened: readonly (readonly [
  ministry: string,
  settings: Settings,
  counts: readonly number[],
])[] = [
  ['population', { whole: 'on' }, [3, 3]],
  ['population', { subjects: people.an }, [1, 1]],
  ['population', { subjects: `${people.an},${people.chi}` }, [2, 2]],
  ['population', { provinces: '01' }, [2, 2]],
  ['population', { provinces: '01,24' }, [3, 3]],
  ['population', { communes: '00004' }, [1, 1]],
  ['population', { communes: '00008', subjects: people.chi }, [2, 2]],
  ['population', { facilities: '01001', institutions: 'TH01', keys: people.an }, [0, 0]],
  ['land', { whole: 'on' }, [5, 4, 3, 4]],
  ['land', { subjects: people.an }, [2, 2, 1, 1]],
  ['land', { subjects: people.chi }, [1, 1, 1, 1]],
  ['land', { provinces: '24' }, [2, 1, 1, 1]],
  ['land', { communes: '00004' }, [2, 2, 1, 2]],
  ['land', { facilities: '01001', institutions: 'TH01', keys: 'AA 00000001' }, [0, 0, 0, 0]],
  ['health', { whole: 'on' }, [3, 3, 3, 2, 2]],
  ['health', { subjects: people.an }, [1, 1, 1, 1, 1]],
  ['health', { subjects: people.binh }, [0, 0, 0, 0, 0]],
  ['health', { facilities: '01001' }, [2, 2, 2, 1, 1]],
  ['health', { keys: '24001ccccccc-N' }, [1, 1, 1, 1, 1]],
  ['health', { provinces: '01', communes: '00004', institutions: 'TH01' }, [0, 0, 0, 0, 0]],
  ['education', { whole: 'on' }, [3]],
  ['education', { subjects: people.chi }, [2]],
  ['education', { institutions: 'TH01' }, [2]],
  ['education', { institutions: 'TH01,TH24' }, [3]],
  ['education', { provinces: '01', communes: '00004', facilities: '01001', keys: 'e1' }, [0]],
]

/** Settings that must open nothing, whatever the ministry. */
const closed: readonly Settings[] = [
  {},
  {
    whole: '',
    subjects: '',
    provinces: '',
    communes: '',
    facilities: '',
    institutions: '',
    keys: '',
  },
  { whole: 'true' },
  { whole: 'ON' },
  { whole: 'off', subjects: 'on' },
  {
    subjects: '%',
    provinces: '%',
    communes: '_____',
    facilities: '*',
    institutions: '*',
    keys: '*',
  },
  { subjects: 'NULL', provinces: 'NULL', keys: '{}' },
  { provinces: "01' OR 'a'='a", subjects: "') OR true --" },
  { subjects: people.an.slice(0, 11), provinces: '0', communes: '0000' },
]

describe('row-level security', () => {
  let ministries: EmptyMinistries
  const readers = new Map<string, Client>()

  beforeAll(async () => {
    ministries = await emptyMinistries(Object.keys(sampleRows))
    for (const [ministry, rows] of Object.entries(sampleRows)) {
      await (await ministries.owner(ministry)).query(rows)
      readers.set(ministry, await ministries.reader(ministry))
    }
  })
  afterAll(() => ministries[Symbol.asyncDispose]())

  it.each(opened)('%s %o opens exactly its rows', async (ministry, settings, counts) => {
    const tables = personal[ministry] ?? []
    expect(await visible(reader(ministry), tables, settings)).toEqual(
      Object.fromEntries(tables.map((table, index) => [table, counts[index]])),
    )
  })

  it.each(closed.map((settings) => [settings] as const))('%o opens nothing', async (settings) => {
    for (const [ministry, tables] of Object.entries(personal)) {
      const none = Object.fromEntries(tables.map((table) => [table, 0]))
      expect(await visible(reader(ministry), tables, settings), ministry).toEqual(none)
    }
  })

  it('forgets the scope with the transaction', async () => {
    for (const [ministry, tables] of Object.entries(personal)) {
      const client = reader(ministry)
      await visible(client, tables, { whole: 'on' })
      for (const table of tables) {
        const { rows } = await client.query(`SELECT 1 FROM ${table}`)
        expect(rows, table).toEqual([])
      }
    }
  })

  it('lets the owner see all rows and the reader write none', async () => {
    for (const [ministry, tables] of Object.entries(personal)) {
      const owner = await ministries.owner(ministry)
      const client = reader(ministry)
      for (const table of tables) {
        const { rows } = await owner.query(`SELECT 1 FROM ${table}`)
        expect(rows.length, table).toBeGreaterThan(0)
        await client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE')
        for (const statement of [`DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
          await expect(client.query(statement), statement).rejects.toThrow('permission denied')
        }
        await expect(
          client.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`),
        ).rejects.toThrow('must be owner')
      }
    }
  })

  it('opens the catalogues of facilities and institutions to the reader without a scope', async () => {
    expect(await visible(reader('health'), ['facility', 'pharmacy'], {})).toEqual({
      facility: 2,
      pharmacy: 1,
    })
    expect(await visible(reader('education'), ['institution', 'staff_count'], {})).toEqual({
      institution: 2,
      staff_count: 1,
    })
  })

  function reader(ministry: string): Client {
    const client = readers.get(ministry)
    if (client === undefined) throw new Error(`expected a reader of ${ministry}`)
    return client
  }
})

/** Rows seen of each table under these settings, in a transaction such as the kit opens. */
async function visible(
  client: Client,
  tables: readonly string[],
  settings: Settings,
): Promise<Counts> {
  const counts: Record<string, number> = {}
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    for (const [name, value] of Object.entries(settings)) {
      await client.query('SELECT set_config($1, $2, true)', [`lien_thong.${name}`, value])
    }
    for (const table of tables) {
      const { rows } = await client.query(`SELECT 1 FROM ${table}`)
      counts[table] = rows.length
    }
  } finally {
    await client.query('COMMIT')
  }
  return counts
}
