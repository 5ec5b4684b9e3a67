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
}

/** Reads what the database says of its tables: column types, nullability, and how it orders text. */
export async function readCatalogue(pool: pg.Pool, tables: readonly string[]): Promise<Catalogue> {
  const { text, values } = sql`
    SELECT table_name, column_name, udt_name, is_nullable
    FROM information_schema.columns
    WHERE table_schema = ANY(current_schemas(false)) AND table_name = ANY(${[...tables]})`
  const { rows } = await pool.query<Found>(text, values)
  const collation = await pool.query<{ collate: string }>(
    'SELECT datcollate AS collate FROM pg_database WHERE datname = current_database()',
  )
  return {
    columns: new Map(
      rows.map((row) => [
        `${row.table_name}.${row.column_name}`,
        { type: row.udt_name, nullable: row.is_nullable === 'YES' },
      ]),
    ),
    tables: new Set(rows.map((row) => row.table_name)),
    binaryText: ['C', 'POSIX', 'C.UTF-8', 'C.UTF8'].includes(collation.rows[0]?.collate ?? ''),
  }
}
