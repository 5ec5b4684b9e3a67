import type { Client } from 'pg'
import { checkValues } from '../../schema/init/check-values.ts'
import type {
  ColumnFacts,
  DatabaseFacts,
  ForeignKeyFacts,
  TableFacts,
  TableKind,
} from '../../schema/init/database-facts.ts'
import {
  columnsStatement,
  foreignKeysStatement,
  keysStatement,
  tablesStatement,
} from './catalogue-statements.ts'

const kinds: Readonly<Record<string, TableKind>> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
}

interface Placed {
  /** int8, which pg reads as text. */
  readonly oid: string
}
interface FoundTable extends Placed {
  readonly schema: string
  readonly table: string
  readonly kind: string
  readonly comment: string | null
  readonly rows: number
  readonly owner: string
  readonly row_security: boolean
  readonly readers: readonly string[]
}
interface FoundColumn extends Placed {
  readonly column: string
  readonly type: string
  readonly written: string
  readonly element: string | null
  readonly labels: readonly string[]
  readonly nullable: boolean
  readonly comment: string | null
  readonly length: number | null
  readonly checks: readonly string[]
  readonly distinct: number
}
interface FoundIndex extends Placed {
  readonly is_primary: boolean
  readonly is_unique: boolean
  readonly is_present: boolean
  readonly columns: readonly string[]
}
type FoundForeignKey = Placed & ForeignKeyFacts

/**
 * Reads what a database says of itself: tables, views, columns, keys, checks, enums, comments, indexes, row
 * estimates and grants, of all schemas or of those named. Catalogues alone: no row of a table is read.
 * Run it in a read-only transaction.
 */
export async function readDatabase(
  client: Client,
  schemas: readonly string[] | undefined,
): Promise<DatabaseFacts> {
  const rows = async <Row extends object>(text: string, values: unknown[]): Promise<Row[]> =>
    (await client.query<Row>(text, values)).rows
  const [server] = await rows<{ major: number }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS major`,
    [],
  )
  const tables = await rows<FoundTable>(tablesStatement, [schemas ?? null])
  const oids = [tables.map(({ oid }) => oid)]
  const found = [...new Set(tables.map(({ schema }) => schema))]
  const columns = byTable(await rows<FoundColumn>(columnsStatement, [...oids, found]))
  const indexes = byTable(await rows<FoundIndex>(keysStatement, oids))
  const foreignKeys = byTable(await rows<FoundForeignKey>(foreignKeysStatement, oids))
  return {
    major: server?.major ?? 0,
    tables: tables.map((table) =>
      tableFacts(table, {
        columns: columns.get(table.oid) ?? [],
        indexes: indexes.get(table.oid) ?? [],
        foreignKeys: foreignKeys.get(table.oid) ?? [],
      }),
    ),
  }
}

interface Parts {
  readonly columns: readonly FoundColumn[]
  readonly indexes: readonly FoundIndex[]
  readonly foreignKeys: readonly FoundForeignKey[]
}

function tableFacts(found: FoundTable, { columns, indexes, foreignKeys }: Parts): TableFacts {
  const primary = indexes.find((index) => index.is_primary)
  const unique = indexes.find((index) => index.is_unique && index.is_present)
  return {
    schema: found.schema,
    table: found.table,
    kind: kinds[found.kind] ?? 'table',
    comment: found.comment ?? undefined,
    rows: Math.round(found.rows),
    key: (primary ?? unique)?.columns ?? [],
    keyKind: primary === undefined ? (unique === undefined ? 'none' : 'unique') : 'primary',
    columns: columns.map(columnFacts),
    foreignKeys: foreignKeys.map(({ oid: _oid, ...foreignKey }) => foreignKey),
    indexes: indexes.map((index) => index.columns),
    owner: found.owner,
    readers: found.readers,
    hasRowSecurity: found.row_security,
  }
}

function columnFacts({ oid: _oid, ...found }: FoundColumn): ColumnFacts {
  const allowed = found.labels.length > 0 ? [] : checkValues(found.checks)
  return {
    ...found,
    element: found.element ?? undefined,
    labels: found.labels.length > 0 ? found.labels : allowed,
    labelsOf: found.labels.length > 0 ? 'enum' : allowed.length > 0 ? 'check' : 'none',
    comment: found.comment ?? undefined,
    length: found.length ?? undefined,
  }
}

function byTable<Row extends Placed>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const known = found.get(row.oid)
    if (known === undefined) found.set(row.oid, [row])
    else known.push(row)
  }
  return found
}
