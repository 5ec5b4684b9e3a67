import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { journalRows } from './journal.ts'
import { expectPeriod } from './page.ts'

/** Lines of one answer. */
const maxLines = 5000

const consumers: Readonly<Record<string, Sql>> = {
  CALLER: sql`caller`,
  CLIENT: sql`body ->> 'client'`,
  AGENCY: sql`body ->> 'agency'`,
  PURPOSE: sql`body ->> 'purpose'`,
}

/** Requests by consumer and day, most first within a day. Fails with COST_EXCEEDED beyond 5,000 lines. */
export const accessCounts: Resolver = async (_root, { by, from, to }, context) => {
  expectPeriod(from, to)
  const consumer = consumers[String(by)]
  if (consumer === undefined) throw new Error('expected a known consumer')
  const rows = await journalRows(
    context,
    sql`
    SELECT (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, ${consumer} AS consumer,
           count(*)::int AS requests, (count(*) FILTER (WHERE body ->> 'verdict' = 'refused'))::int AS refused
    FROM audit.record
    WHERE kind = 'request'
      AND at >= ${from}::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
      AND at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    GROUP BY 1, 2
    ORDER BY 1, 3 DESC, 2
    LIMIT ${maxLines + 1}`,
  )
  if (rows.length > maxLines)
    throw new CodedError(
      'COST_EXCEEDED',
      `accessCounts: at most ${maxLines} lines; ask for fewer days.`,
    )
  return context.budget.count(rows)
}
