import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { AggregateFunction, Column, TableType } from '../../../schema/model/model.ts'
import { column, type Aliased } from './column.ts'
import { identifier } from './identifier.ts'

/** One measure of a totals answer: `count`, or a declared function over a column. */
export type Measure =
  | { readonly kind: 'count' }
  | { readonly kind: 'column'; readonly field: string; readonly fn: AggregateFunction }

const functions: Readonly<Record<AggregateFunction, Sql>> = {
  SUM: raw('sum'),
  AVG: raw('avg'),
  MIN: raw('min'),
  MAX: raw('max'),
}

/** Name of a measure in a row. */
export function measureAlias(measure: Measure): string {
  return measure.kind === 'count' ? '$count' : `${measure.field}.${measure.fn}`
}

/** `count(*) AS "$count", sum(t."area_m2") AS "area.SUM", …` */
export function measureList(table: Aliased, measures: readonly Measure[]): Sql {
  return join(
    measures.map(
      (measure) => sql`${expression(table, measure)} AS ${identifier(measureAlias(measure))}`,
    ),
    ', ',
  )
}

function expression(table: Aliased, measure: Measure): Sql {
  if (measure.kind === 'count') return raw('count(*)')
  const own = columnOf(table.type, measure.field)
  const value = sql`${functions[measure.fn]}(${column(table, own.column)})`
  // PostgreSQL sums 64-bit integers as numeric, which is read as a double: text keeps every digit.
  return own.type === 'BigInt' && measure.fn === 'SUM' ? sql`${value}::text` : value
}

function columnOf(type: TableType, field: string): Column {
  const own = type.columns.get(field)
  if (own === undefined) throw new Error(`expected ${type.name}.${field} to be a column`)
  return own
}
