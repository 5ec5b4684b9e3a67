import sql, { join, type Sql } from 'sql-template-tag'
import { walkPath } from '../../../schema/model/walk-path.ts'
import type { Source } from '../source.ts'
import { type Aliased, column } from './column.ts'
import { all } from './condition.ts'
import { identifier } from './identifier.ts'
import { joined, tableName } from './path.ts'

/** Alias of the personal numbers behind a row that does not hold one itself. */
export const subjectAlias = '$subject'

/**
 * The persons behind a row, for its SELECT list: one number where the way leads to one row, else all of
 * them, as far as the caller's rows go. Undefined where the row is about nobody, or holds the number itself
 * (`columnsOf` then selects it). PostgreSQL makes it for rows that are left after ORDER BY and LIMIT alone.
 */
export function subjectItem(source: Source, table: Aliased, alias: () => Sql): Sql | undefined {
  const { subject } = table.type
  const [name] = subject?.columns ?? []
  if (subject === undefined || name === undefined || subject.via.length === 0) return undefined
  const steps = walkPath(source.model, table.type, subject.via)
  if (typeof steps === 'string') throw new Error(steps)
  const tables: Sql[] = []
  const ties: Sql[] = []
  let from = table
  for (const step of steps) {
    const to = { type: step.to, alias: alias() }
    tables.push(sql`${tableName(to)} AS ${to.alias}`)
    ties.push(joined(from, step.join, to))
    from = to
  }
  const found = sql`SELECT ${column(from, name)} FROM ${join(tables, ', ')} WHERE ${all(ties)}`
  const isOne = steps.every((step) => step.join.shape === 'one')
  return isOne
    ? sql`(${found}) AS ${identifier(subjectAlias)}`
    : sql`ARRAY(${found}) AS ${identifier(subjectAlias)}`
}
