import sql, { join, type Sql } from 'sql-template-tag'
import { column, type Aliased } from './column.ts'
import { all } from './condition.ts'
import { identifier } from './identifier.ts'
import { positionAlias, type OrderTerm } from './order.ts'
import { tableName } from './path.ts'

/** A row as the database answers it, by column name. Names beginning with `$` are the kit's own. */
export type Row = Readonly<Record<string, unknown>>

/** `SELECT` list of the columns under their own names. */
export function columnList(table: Aliased, columns: Iterable<string>): Sql {
  const lists = new Set(
    [...table.type.columns.values()].flatMap((own) => (own.list ? [own.column] : [])),
  )
  const names = [...columns].map((name) =>
    lists.has(name) ? listItem(table, name) : column(table, name),
  )
  return names.length === 0 ? sql`1 AS ${identifier('$one')}` : join(names, ', ')
}

/** An array's elements as text, whatever its dimensions and element type; absent where the array is. */
function listItem(table: Aliased, name: string): Sql {
  const own = column(table, name)
  return sql`CASE WHEN ${own} IS NOT NULL THEN ARRAY(SELECT unnest(${own})::text) END AS ${identifier(name)}`
}

/** The exact text of each value that orders the row, for cursors. */
export function positionList(table: Aliased, terms: readonly OrderTerm[]): Sql {
  return join(
    terms.map(
      (term, i) => sql`${column(table, term.column)}::text AS ${identifier(positionAlias(i))}`,
    ),
    ', ',
  )
}

/** ` FROM table AS alias WHERE …` */
export function fromWhere(table: Aliased, conditions: readonly Sql[]): Sql {
  return sql` FROM ${tableName(table)} AS ${table.alias} WHERE ${all(conditions)}`
}
