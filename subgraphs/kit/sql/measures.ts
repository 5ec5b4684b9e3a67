import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { AggregateFunction, Column, TableType } from '../../../schema/model/model.ts'
import { addedUp, asOfList, rowsOfCells } from './added-up.ts'
import { column, type Aliased } from './column.ts'
import { identifier } from './identifier.ts'

/** One measure of an answer: `count`, or a declared function over a column. */
export type Measure =
  | { readonly kind: 'count' }
  | {
      readonly kind: 'column'
      readonly field: string
      readonly fn: AggregateFunction
      /** The percentile, 0 to 1, of PERCENTILE. */
      readonly p?: number
    }

const functions: Readonly<Record<AggregateFunction, (of: Sql, p: number) => Sql>> = {
  SUM: (of) => sql`sum(${of})`,
  AVG: (of) => sql`avg(${of})`,
  MIN: (of) => sql`min(${of})`,
  MAX: (of) => sql`max(${of})`,
  STDDEV: (of) => sql`stddev_samp(${of})`,
  VARIANCE: (of) => sql`var_samp(${of})`,
  PERCENTILE: (of, p) => sql`percentile_cont(${p}::float8) WITHIN GROUP (ORDER BY ${of})`,
  COUNT_DISTINCT: (of) => sql`count(DISTINCT ${of})`,
}

/** Name of a measure in a row. */
export function measureAlias(measure: Measure): string {
  if (measure.kind === 'count') return '$count'
  const { field, fn, p } = measure
  return p === undefined ? `${field}.${fn}` : `${field}.${fn}.${p}`
}

/** `count(*) AS "$count", sum(t."area_m2") AS "area.SUM", …`, each measure once. */
export function measureList(table: Aliased, measures: readonly Measure[]): Sql {
  const unique = new Map(measures.map((measure) => [measureAlias(measure), measure]))
  const moment = table.rollup === undefined ? [] : [asOfList(table.rollup)]
  return join(
    [
      ...Array.from(unique, ([alias, measure]) => {
        const value = measureSql(table, measure)
        // PostgreSQL sums 64-bit integers as numeric, which is read as a double: text keeps every digit.
        const exact = isWideSum(table.type, measure) ? sql`${value}::text` : value
        return sql`${exact} AS ${identifier(alias)}`
      }),
      ...moment,
    ],
    ', ',
  )
}

/** The measure as an aggregate over the table's rows. */
export function measureSql(table: Aliased, measure: Measure): Sql {
  if (measure.kind === 'count')
    return table.rollup === undefined ? raw('count(*)') : rowsOfCells(table)
  const { field, fn, p = 0 } = measure
  if (table.rollup !== undefined) return addedUp(table, table.rollup, measure)
  return functions[fn](column(table, columnOf(table.type, field).column), p)
}

function isWideSum(type: TableType, measure: Measure): boolean {
  return (
    measure.kind === 'column' &&
    measure.fn === 'SUM' &&
    columnOf(type, measure.field).type === 'BigInt'
  )
}

function columnOf(type: TableType, field: string): Column {
  const own = type.columns.get(field)
  if (own === undefined) throw new Error(`expected ${type.name}.${field} to be a column`)
  return own
}
