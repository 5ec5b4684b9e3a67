import type pg from 'pg'
import sql from 'sql-template-tag'
import type { ColumnFact } from './source.ts'

export interface Catalogue {
  /** By `table.column`, of the tables asked for in the connection's search path. */
  readonly columns: ReadonlyMap<string, ColumnFact>
  readonly tables: ReadonlySet<string>
  readonly binaryText: boolean
}

interface Found {
  readonly table_name: string
  readonly column_name: string
  readonly udt_name: string
  readonly is_nullable: string
  /** Null where the column has the database's own. */
  readonly collation_name: string | null
}

/** Collations that order text by code point. */
const binary: readonly string[] = [
  'C',
  'POSIX',
  'C.UTF-8',
  'C.UTF8',
  'C.utf8',
  'ucs_basic',
  'pg_c_utf8',
  'pg_unicode_fast',
]

/** Reads what the database says of its tables: column types, nullability, and how it orders text. */
export async function readCatalogue(pool: pg.Pool, tables: readonly string[]): Promise<Catalogue> {
  const { text, values } = sql`
    SELECT table_name, column_name, udt_name, is_nullable, collation_name
    FROM information_schema.columns
    WHERE table_schema = ANY(current_schemas(false)) AND table_name = ANY(${[...tables]})`
  const { rows } = await pool.query<Found>(text, values)
  // With ICU (provider i) datcollate says nothing of the order; the built-in provider (b, from 17 on)
  // knows only orders by code point.
  const database = await pool.query<{ provider: string; collate: string }>(
    `SELECT datlocprovider AS provider, datcollate AS collate
     FROM pg_database WHERE datname = current_database()`,
  )
  const { provider, collate } = database.rows[0] ?? { provider: '', collate: '' }
  const usual = provider === 'b' || (provider === 'c' && binary.includes(collate))
  return {
    columns: new Map(
      rows.map((row) => [
        `${row.table_name}.${row.column_name}`,
        { type: row.udt_name, nullable: row.is_nullable === 'YES' },
      ]),
    ),
    tables: new Set(rows.map((row) => row.table_name)),
    binaryText:
      usual &&
      rows.every((row) => row.collation_name === null || binary.includes(row.collation_name)),
  }
}
