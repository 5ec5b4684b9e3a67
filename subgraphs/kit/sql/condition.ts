import sql, { join, raw, type Sql } from 'sql-template-tag'

/** All of them; true where there is none. */
export function all(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql`true`
  return conditions.length === 1 && conditions[0] !== undefined
    ? conditions[0]
    : sql`(${join([...conditions], ' AND ')})`
}

/** Any of them; false where there is none. */
export function any(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return raw('false')
  return conditions.length === 1 && conditions[0] !== undefined
    ? conditions[0]
    : sql`(${join([...conditions], ' OR ')})`
}
