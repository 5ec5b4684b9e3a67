import sql, { type Sql } from 'sql-template-tag'
import { keptColumn, personColumns } from '../rollup/rollup.ts'
import { column, type Aliased } from './column.ts'
import { identifier } from './identifier.ts'

/** Sum of the record keys of a cell's rows: which set of people it is. */
export const keySumAlias = '$keySum'
/** One bit for each of 61 classes of record keys that the cell holds. */
export const sketchAlias = '$sketch'
/** Distinct persons of a cell that is one of a rollup's. */
export const keptPersonsAlias = '$keptPersons'
/** Classes of the sketch: the largest prime below the 63 bits of a positive int8. */
const sketchClasses = 61

/** One bit for each class of record keys among the rows. */
export function recordKeySketch(key: Sql): Sql {
  return sql`bit_or(1::int8 << (${key} % ${sketchClasses}::int8)::int4)`
}

/** Largest contribution of a row to a sum, by size. */
export function largestAlias(field: string): string {
  return `${field}.$largest`
}

/** Rows that have a value of a field. */
export function valuesAlias(field: string): string {
  return `${field}.$values`
}

/** Largest contribution of a person to a sum. */
export function firstAlias(field: string): string {
  return `${field}.$first`
}

/** The second largest contribution of a person. */
export function secondAlias(field: string): string {
  return `${field}.$second`
}

/**
 * What disclosure control must know of each cell, in the same GROUP BY: the record keys' sum and sketch, and
 * of each summed field the largest contribution of a row, and how many rows have a value.
 */
export function hiddenColumns(
  table: Aliased,
  recordKey: string,
  summed: readonly string[],
): readonly Sql[] {
  if (table.rollup !== undefined) return hiddenOfCells(table, summed)
  const key = column(table, recordKey)
  return [
    sql`sum(${key})::text AS ${identifier(keySumAlias)}`,
    sql`${recordKeySketch(key)} AS ${identifier(sketchAlias)}`,
    ...summed.flatMap((field) => {
      const own = table.type.columns.get(field)
      if (own === undefined) throw new Error(`expected ${table.type.name}.${field} to be a column`)
      const of = column(table, own.column)
      const largest = sql`max(abs(${of})) AS ${identifier(largestAlias(field))}`
      return own.nullable
        ? [largest, sql`count(${of}) AS ${identifier(valuesAlias(field))}`]
        : [largest]
    }),
  ]
}

/**
 * The same, added up from a rollup's cells. Distinct persons too, where it is one cell; but not beside sums,
 * since few persons' contributions are then looked at one by one.
 */
function hiddenOfCells(table: Aliased, summed: readonly string[]): readonly Sql[] {
  const { persons, keySum, sketch } = personColumns
  return [
    sql`sum(${column(table, keySum)})::text AS ${identifier(keySumAlias)}`,
    sql`bit_or(${column(table, sketch)}) AS ${identifier(sketchAlias)}`,
    ...(summed.length > 0
      ? []
      : [
          sql`CASE count(*) WHEN 1 THEN max(${column(table, persons)}) END AS ${identifier(keptPersonsAlias)}`,
        ]),
    ...summed.flatMap((field) => [
      sql`max(${column(table, keptColumn(field, 'largest'))}) AS ${identifier(largestAlias(field))}`,
      sql`sum(${column(table, keptColumn(field, 'n'))}) AS ${identifier(valuesAlias(field))}`,
    ]),
  ]
}
