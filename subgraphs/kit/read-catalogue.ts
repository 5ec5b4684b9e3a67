import type pg from 'pg'
import sql, { raw, type Sql } from 'sql-template-tag'
import { columnPlace, type ColumnFact, type TablePlace, tablePlace } from './source.ts'

export interface Catalogue {
  /** By `columnPlace`, of the tables asked for: of a named schema, or in the connection's search path. */
  readonly columns: ReadonlyMap<string, ColumnFact>
  /** By `tablePlace`. */
  readonly tables: ReadonlySet<string>
  readonly binaryText: boolean
}

interface Found {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly type: string
  readonly element: string | null
  readonly labels: readonly string[]
  readonly nullable: boolean
  /** Of a view: PostgreSQL does not say whether its columns may be null. */
  readonly isView: boolean
  /** Null where the column has the database's own. */
  readonly collation: string | null
  readonly visible: boolean
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
export async function readCatalogue(
  pool: pg.Pool,
  tables: readonly TablePlace[],
): Promise<Catalogue> {
  const { text, values } = sql`
    SELECT n.nspname AS schema, c.relname AS table, a.attname AS column,
           ${nameOf('base', 'base_schema')} AS type,
           ${nameOf('element', 'element_schema')} AS element,
           ARRAY(SELECT enumlabel::text FROM pg_enum
                 WHERE enumtypid IN (base.oid, element.oid) ORDER BY enumsortorder) AS labels,
           NOT (a.attnotnull OR own.typnotnull) AS nullable, c.relkind IN ('v', 'm') AS "isView",
           CASE WHEN a.attcollation = 'pg_catalog."default"'::regcollation THEN NULL ELSE o.collname END AS collation,
           pg_table_is_visible(c.oid) AS visible
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type own ON own.oid = a.atttypid
    LEFT JOIN pg_type d1 ON d1.oid = own.typbasetype
    LEFT JOIN pg_type d2 ON d2.oid = d1.typbasetype
    LEFT JOIN pg_type d3 ON d3.oid = d2.typbasetype
    JOIN pg_type base ON base.oid = coalesce(d3.oid, d2.oid, d1.oid, own.oid)
    JOIN pg_namespace base_schema ON base_schema.oid = base.typnamespace
    LEFT JOIN pg_type element ON element.oid = base.typelem AND base.typcategory = 'A'
    LEFT JOIN pg_namespace element_schema ON element_schema.oid = element.typnamespace
    LEFT JOIN pg_collation o ON o.oid = a.attcollation
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND (c.relname, n.nspname) IN (
        SELECT asked.name, coalesce(asked.schema, n.nspname)
        FROM unnest(${tables.map(({ table }) => table)}::text[],
                    ${tables.map(({ schema }) => schema ?? null)}::text[]) AS asked (name, schema)
        WHERE asked.schema IS NOT NULL OR n.nspname = ANY(current_schemas(false)))
      AND has_schema_privilege(n.oid, 'USAGE')
      AND has_column_privilege(c.oid, a.attnum, 'SELECT')`
  const { rows } = await pool.query<Found>(text, values)
  const asked = new Set(tables.map(tablePlace))
  const placed = rows.flatMap((row) => placesOf(row, asked).map((place) => ({ place, row })))
  // With ICU (provider i) datcollate says nothing of the order; the built-in provider (b, from 17 on)
  // knows only orders by code point.
  const database = await pool.query<{ provider: string; collate: string }>(
    `SELECT datlocprovider AS provider, datcollate AS collate
     FROM pg_database WHERE datname = current_database()`,
  )
  const { provider, collate } = database.rows[0] ?? { provider: '', collate: '' }
  const usual = provider === 'b' || (provider === 'c' && binary.includes(collate))
  return {
    columns: new Map(placed.map(({ place, row }) => [columnPlace(place, row.column), factOf(row)])),
    tables: new Set(placed.map(({ place }) => tablePlace(place))),
    binaryText:
      usual && rows.every((row) => row.collation === null || binary.includes(row.collation)),
  }
}

/** As the model names it: by its schema, by the search path, or both. */
function placesOf({ schema, table, visible }: Found, asked: ReadonlySet<string>): TablePlace[] {
  const places: TablePlace[] = [{ schema, table }, ...(visible ? [{ table }] : [])]
  return places.filter((place) => asked.has(tablePlace(place)))
}

function factOf({ type, nullable, isView, element, labels }: Found): ColumnFact {
  return {
    type,
    nullable,
    ...(isView ? { isView: true as const } : {}),
    ...(element === null ? {} : { element }),
    ...(labels.length === 0 ? {} : { labels }),
  }
}

/** A built-in type by its name alone, any other as it is written in a cast. */
function nameOf(type: string, schema: string): Sql {
  return raw(
    `CASE WHEN ${schema}.nspname = 'pg_catalog' THEN ${type}.typname
      ELSE quote_ident(${schema}.nspname) || '.' || quote_ident(${type}.typname) END`,
  )
}
