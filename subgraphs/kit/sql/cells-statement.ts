import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { all } from './condition.ts'
import { column } from './column.ts'
import { keyAlias } from './groups-statement.ts'
import { firstAlias, hiddenColumns, secondAlias } from './hidden-columns.ts'
import { identifier } from './identifier.ts'
import { measureList, type Measure } from './measures.ts'
import { tableName } from './path.ts'
import type { Prepared } from './prepare.ts'

/** Text of a cell's whole key: the same in both statements. */
export const cellAlias = '$id'
/** Distinct persons of a cell. */
export const personsAlias = '$persons'

/** Place of a cell in the order of one key, from 1; cells with equal values share it. */
export function rankAlias(index: number): string {
  return `$r${index}`
}

/** A whole table of cells: what disclosure control judges, before any of them is chosen to be shown. */
export interface CellTable {
  /** Expressions of the keys; none for a grand total. */
  readonly keys: readonly Sql[]
  /** LEFT JOINs that the keys need. */
  readonly joins: readonly Sql[]
  readonly measures: readonly Measure[]
  /** Fields whose sums need the largest contributions. */
  readonly summed: readonly string[]
  /** Column of the record key. */
  readonly recordKey: string
}

/**
 * Every cell of the table with its measures and what control needs, in the order of the keys; of at most
 * `limit` cells, of which the last says that there are too many.
 */
export function cellsStatement(
  { table, conditions }: Prepared,
  { keys, joins, measures, summed, recordKey }: CellTable,
  { limit, ranks }: { readonly limit: number; readonly ranks: readonly number[] },
): Sql {
  const list = join(
    [
      ...keys.map((key, i) => sql`${key} AS ${identifier(keyAlias(i))}`),
      measureList(table, [{ kind: 'count' }, ...measures]),
      ...hiddenColumns(table, recordKey, summed),
    ],
    ', ',
  )
  const cells = sql`SELECT ${list} FROM ${tableName(table)} AS ${table.alias}${join([empty, ...joins], '')} WHERE ${all(conditions)}`
  if (keys.length === 0) return sql`SELECT g.*, ${cellText(0)} FROM (${cells}) AS g`
  const ordered = keys.map((_, i) => sql`${identifier(keyAlias(i))} ASC NULLS LAST`)
  const ranked = ranks.map(
    (i) =>
      sql`, dense_rank() OVER (ORDER BY ${identifier(keyAlias(i))} ASC NULLS LAST)::int4 AS ${identifier(rankAlias(i))}`,
  )
  // Materialised: a limit in sight makes PostgreSQL sort every row rather than hash its group.
  return sql`WITH g AS MATERIALIZED (${cells} GROUP BY ${places(keys.length)}) SELECT g.*, ${cellText(keys.length)}${join([empty, ...ranked], '')} FROM g ORDER BY ${join(ordered, ', ')} LIMIT ${limit}`
}

/**
 * Distinct persons of the named cells and the two largest contributions of a person to each sum: exact, where
 * what the cells' own statement knows does not suffice.
 */
export function personsStatement(
  { table, conditions }: Prepared,
  { keys, joins, summed, recordKey }: CellTable,
  cells: readonly string[],
): Sql {
  const inner = join(
    [
      ...keys.map((key, i) => sql`${key} AS ${identifier(keyAlias(i))}`),
      sql`${column(table, recordKey)} AS ${identifier('$key')}`,
      ...summed.map((field) => {
        const own = table.type.columns.get(field)
        if (own === undefined)
          throw new Error(`expected ${table.type.name}.${field} to be a column`)
        return sql`sum(${column(table, own.column)}) AS ${identifier(field)}`
      }),
    ],
    ', ',
  )
  const top = summed.flatMap((field) => {
    const largestFirst = sql`array_agg(abs(${identifier(field)}) ORDER BY abs(${identifier(field)}) DESC NULLS LAST)`
    return [
      sql`, (${largestFirst})[1] AS ${identifier(firstAlias(field))}`,
      sql`, (${largestFirst})[2] AS ${identifier(secondAlias(field))}`,
    ]
  })
  const people = sql`SELECT ${inner} FROM ${tableName(table)} AS ${table.alias}${join([empty, ...joins], '')} WHERE ${all(conditions)} GROUP BY ${places(keys.length + 1)}`
  const id = cellId(keys.length)
  return sql`SELECT ${id} AS ${identifier(cellAlias)}, count(*) AS ${identifier(personsAlias)}${join([empty, ...top], '')} FROM (${people}) AS p WHERE ${id} = ANY(${[...cells]}) GROUP BY ${id}`
}

function cellText(keys: number): Sql {
  return sql`${cellId(keys)} AS ${identifier(cellAlias)}`
}

function cellId(keys: number): Sql {
  if (keys === 0) return raw(`'()'::text`)
  const names = Array.from({ length: keys }, (_, i) => identifier(keyAlias(i)))
  return sql`ROW(${join(names, ', ')})::text`
}

function places(count: number): Sql {
  return raw(Array.from({ length: count }, (_, i) => String(i + 1)).join(', '))
}
