import { Client, TypeOverrides } from 'pg'
import { ministries } from '../../deploy/ministries.ts'
import { databaseUrl } from '../support/database.ts'

export type PlainRow = Readonly<Record<string, unknown>>

/** Asks the databases themselves, as the owner of their tables. */
export interface PlainSql extends AsyncDisposable {
  rows(ministry: string, text: string): Promise<PlainRow[]>
  /** One row for each `code`. */
  byCode(ministry: string, text: string): Promise<ByCode>
}

export interface ByCode {
  /** The number in a column; 0 where the code has no row. */
  count(code: unknown, column: string): unknown
  /** The value in a column; null where the code has no row. */
  value(code: unknown, column: string): unknown
}

/** PostgreSQL object ids: 64-bit integers and numerics are read as numbers, dates and JSON as they are. */
const numbers = [20, 1700] as const
const date = 1082

const types = new TypeOverrides()
for (const id of numbers) types.setTypeParser(id, Number)
types.setTypeParser(date, String)

/** No report opens a compartment: its rows are in none, and in no count. */
const outsideCompartments = [
  'prescription',
  'prescription_diagnosis',
  'prescription_item',
  'dispense',
  'dispense_item',
]
  .map(
    (table) =>
      `CREATE TEMP VIEW ${table} AS SELECT * FROM public.${table} WHERE compartment IS NULL;`,
  )
  .join('')

/** Connects to every ministry's database. */
export async function openPlainSql(): Promise<PlainSql> {
  const clients = new Map<string, Client>()
  for (const { name } of ministries) {
    const client = new Client({ connectionString: databaseUrl(name, 'owner'), types })
    await client.connect()
    if (name === 'health') await client.query(outsideCompartments)
    clients.set(name, client)
  }
  const rows = async (ministry: string, text: string): Promise<PlainRow[]> => {
    const client = clients.get(ministry)
    if (client === undefined) throw new Error(`expected a ministry, got ${ministry}`)
    return (await client.query<PlainRow>(text)).rows
  }
  return {
    rows,
    byCode: async (ministry, text) => {
      const found = new Map((await rows(ministry, text)).map((row) => [row['code'], row]))
      return {
        count: (code, column) => found.get(code)?.[column] ?? 0,
        value: (code, column) => found.get(code)?.[column] ?? null,
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients.values()) await client.end()
    },
  }
}
