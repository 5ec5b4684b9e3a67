import sql, { raw, type Sql } from 'sql-template-tag'
import { isoInstant } from '../rollup/iso-instant.ts'
import {
  keptColumn,
  rollupSchema,
  rowsColumn,
  type KeptFunction,
  type Rollup,
} from '../rollup/rollup.ts'
import { column, type Aliased } from './column.ts'
import { identifier } from './identifier.ts'
import type { Measure } from './measures.ts'

/** Name of the moment that a rollup's rows stand for, beside its measures. */
export const asOfAlias = '$asOf'

/** The moment as the statement's own snapshot knows it, so that it is the one of the rows. */
export function asOfList({ table }: Rollup): Sql {
  return sql`(SELECT ${raw(isoInstant('as_of'))} FROM ${raw(rollupSchema)}.rollup WHERE table_name = ${table}) AS ${identifier(asOfAlias)}`
}

/** The number of rows of the base table in a rollup's cells. */
export function rowsOfCells(table: Aliased): Sql {
  return sql`coalesce(sum(${column(table, rowsColumn)}), 0)::int8`
}

/**
 * A measure added up from a rollup's cells: the value and the type that the base table's rows would give. A
 * mean divides the same numbers as PostgreSQL's avg does.
 */
export function addedUp(
  table: Aliased,
  { name, measures }: Rollup,
  { field, fn }: Extract<Measure, { kind: 'column' }>,
): Sql {
  const of = (kept: KeptFunction): Sql => column(table, keptColumn(field, kept))
  const added: Readonly<Partial<Record<typeof fn, Sql>>> = {
    SUM: sql`sum(${of('sum')})${raw(measures.get(field)?.isNarrow === true ? '::int8' : '')}`,
    AVG: sql`(sum(${of('sum')})::numeric / nullif(sum(${of('n')}), 0))`,
    MIN: sql`min(${of('min')})`,
    MAX: sql`max(${of('max')})`,
    COUNT_DISTINCT: sql`coalesce(max(${of('distinct')}), 0)`,
  }
  const found = added[fn]
  if (found === undefined) throw new Error(`${name}: expected a measure that adds up, got ${fn}`)
  return found
}
