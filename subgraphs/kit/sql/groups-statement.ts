import sql, { empty, join, type Sql } from 'sql-template-tag'
import { all } from './condition.ts'
import { groupByClause, type GroupKeys } from './group-keys.ts'
import { identifier } from './identifier.ts'
import { measureList, type Measure } from './measures.ts'
import { tableName } from './path.ts'
import type { Prepared } from './prepare.ts'

/** Name of a key's value in a row. */
export function keyAlias(index: number): string {
  return `$g${index}`
}

/** Name of the number of all groups in a row. */
export const groupsAlias = '$groups'

export interface GroupsPage {
  readonly keys: GroupKeys
  readonly measures: readonly Measure[]
  readonly having: Sql | undefined
  readonly order: Sql
  readonly limit: number
  readonly offset: number
}

/** Groups of the rows, one page of them, each with the number of all groups. */
export function groupsStatement({ table, conditions }: Prepared, page: GroupsPage): Sql {
  const { keys, joins } = page.keys
  const list = keys
    .flatMap(({ expressions }) => expressions)
    .map((expression, i) => sql`${expression} AS ${identifier(keyAlias(i))}`)
  const measures = measureList(table, page.measures)
  const from = sql`${tableName(table)} AS ${table.alias}${joins.length === 0 ? empty : join([...joins], '')}`
  const having = page.having === undefined ? empty : sql` HAVING ${page.having}`
  return sql`SELECT ${join(list, ', ')}, ${measures}, count(*) OVER () AS ${identifier(groupsAlias)} FROM ${from} WHERE ${all(conditions)} GROUP BY ${groupByClause(keys)}${having} ORDER BY ${page.order} LIMIT ${page.limit} OFFSET ${page.offset}`
}
