import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { TableType } from '../../../schema/model/model.ts'
import type { FieldGuard } from '../field-guard.ts'
import type { RowAccess } from '../row-access.ts'
import { judgedColumns } from '../quality/quality-plan.ts'
import { rollupSchema, type Rollup } from '../rollup/rollup.ts'
import type { Source } from '../source.ts'
import { aliases, type Aliased, column } from './column.ts'
import { filterCondition } from './filter.ts'
import { identifier } from './identifier.ts'
import { rowCondition } from './row-condition.ts'

/** Which rows of a table a statement is about. */
export interface Rows {
  readonly source: Source
  readonly type: TableType
  readonly access: RowAccess
  /** What row-level security is told that the statement may read. */
  readonly settings: RowAccess
  /** Rows of a joined table that a filter may look at. */
  readonly accessTo: (type: TableType) => RowAccess
  readonly mayIdentify: (type: TableType) => boolean
  /** What a filter or a key may not be made of. */
  readonly guard: FieldGuard
  readonly where?: unknown
  /** Counts the cells of this rollup of the type in place of its rows. */
  readonly rollup?: Rollup
  /** Only those that a table of judged rows says to fail the rule of this bit. */
  readonly failing?: { readonly table: string; readonly bit: bigint }
}

/** The same rows, counted in the table itself. */
export function ofBase({ rollup: _rollup, ...rows }: Rows): Rows {
  return rows
}

/** A table under its alias, with the conditions that its rows must meet. */
export interface Prepared {
  readonly table: Aliased
  readonly alias: () => Sql
  readonly conditions: readonly Sql[]
}

/** Aliases the table and makes its conditions: the rows that the caller may see, narrowed by the filter. */
export function prepare(rows: Rows): Prepared {
  const { source, type, access, accessTo, mayIdentify, guard, where, rollup, failing } = rows
  const alias = aliases()
  const table = { type, alias: alias(), ...(rollup === undefined ? {} : { rollup }) }
  const filter =
    where === undefined || where === null
      ? []
      : [filterCondition({ source, alias, access: accessTo, mayIdentify, guard }, table, where)]
  const failed = failing === undefined ? [] : [failsRule(table, alias(), failing)]
  const conditions = [...rowCondition(source, table, access, alias), ...failed, ...filter]
  return { table, alias, conditions }
}

function failsRule(
  table: Aliased,
  judged: Sql,
  { table: name, bit }: NonNullable<Rows['failing']>,
): Sql {
  const failed = sql`${judged}.${identifier(judgedColumns.failed)}`
  const same = table.type.key.map(
    (key) => sql`${judged}.${identifier(key)} = ${column(table, key)}`,
  )
  return sql`EXISTS (SELECT 1 FROM ${identifier(rollupSchema)}.${identifier(name)} AS ${judged} WHERE ${join(same, ' AND ')} AND ${failed} <> 0 AND ${failed} & ${raw(`${bit}::int8`)} <> 0)`
}
