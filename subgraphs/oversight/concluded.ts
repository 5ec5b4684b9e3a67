import sql, { type Sql } from 'sql-template-tag'

/** Findings that end a review. */
export const concluded = ['JUSTIFIED', 'NOT_JUSTIFIED'] as const

/** Whether the newest finding about an access ends its review: a set of subjects, which is made once a statement. */
export function isConcluded(id: Sql): Sql {
  return sql`EXISTS (
    SELECT FROM audit.review AS w
    WHERE w.subject = ${id} AND w.finding = ANY(${[...concluded]}::text[])
      AND w.version = (SELECT max(v.version) FROM audit.review AS v WHERE v.subject = w.subject))`
}
