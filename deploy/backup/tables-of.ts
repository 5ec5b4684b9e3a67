import type { Client } from 'pg'
import type { BackedTable } from './manifest.ts'

type Found = Omit<BackedTable, 'rows' | 'bytes' | 'sha256'>

interface Row {
  readonly schema: Found['schema']
  readonly table: string
  readonly columns: readonly string[]
  readonly counts: string | null
  readonly partitions: readonly { readonly name: string; readonly bound: string }[]
  /** `schema.table` of those that its keys name. */
  readonly needs: readonly string[]
}

const bound = /FROM \('([^']+)'\) TO \('([^']+)'\)/

/**
 * The tables of journal, registry and reports in a database, those first that others refer to; generated columns make
 * themselves. In the time zone UTC, for the bounds of partitions.
 */
export async function tablesOf(client: Client): Promise<readonly Found[]> {
  const { rows } = await client.query<Row>(`
    SELECT n.nspname AS schema, c.relname AS table,
      (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attidentity <> '') AS counts,
      (SELECT coalesce(json_agg(json_build_object('name', p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid))
          ORDER BY p.relname), '[]')
        FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhrelid WHERE i.inhparent = c.oid) AS partitions,
      (SELECT coalesce(json_agg(k.confrelid::regclass::text), '[]')
        FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'f') AS needs
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('audit', 'registry', 'reports') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    ORDER BY 1, 2`)
  const ordered: Row[] = []
  const waiting = [...rows]
  while (waiting.length > 0) {
    const there = ordered.map(({ schema, table }) => `${schema}.${table}`)
    const next = waiting.findIndex(({ schema, table, needs }) =>
      needs.every((one) => there.includes(one) || one === `${schema}.${table}`),
    )
    ordered.push(...waiting.splice(Math.max(next, 0), 1))
  }
  return ordered.map(({ schema, table, columns, counts, partitions }) => ({
    schema,
    table,
    columns: [...columns],
    counts,
    partitions: partitions.map(({ name, bound: text }) => {
      const [, from = '', to = ''] = bound.exec(text) ?? []
      return { name, from, to }
    }),
  }))
}
