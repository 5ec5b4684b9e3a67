import type { Sql } from 'sql-template-tag'
import type { TableType } from '../../../schema/model/model.ts'
import type { FieldGuard } from '../field-guard.ts'
import type { RowAccess } from '../row-access.ts'
import type { Rollup } from '../rollup/rollup.ts'
import type { Source } from '../source.ts'
import { aliases, type Aliased } from './column.ts'
import { filterCondition } from './filter.ts'
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
  const { source, type, access, accessTo, mayIdentify, guard, where, rollup } = rows
  const alias = aliases()
  const table = { type, alias: alias(), ...(rollup === undefined ? {} : { rollup }) }
  const filter =
    where === undefined || where === null
      ? []
      : [filterCondition({ source, alias, access: accessTo, mayIdentify, guard }, table, where)]
  return { table, alias, conditions: [...rowCondition(source, table, access, alias), ...filter] }
}
