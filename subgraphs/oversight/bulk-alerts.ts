import sql from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { journalRows } from './journal.ts'
import { expectPeriod } from './page.ts'

/** Alerts of one answer, those of most persons. */
const maxAlerts = 1000
const least = 2

/** Credentials that read data of many distinct persons in one window. */
export const bulkAlerts: Resolver = async (_root, { window, threshold, from, to }, context) => {
  expectPeriod(from, to)
  if (typeof threshold !== 'number' || threshold < least)
    throw new CodedError('BAD_USER_INPUT', `threshold: expected ${least} or more.`)
  const rows = await journalRows(
    context,
    sql`
    SELECT r.caller, date_trunc(${String(window).toLowerCase()}, r.at, 'Asia/Ho_Chi_Minh') AS "windowStart",
           count(DISTINCT p.person)::int AS persons, count(DISTINCT r.id)::int AS requests
    FROM audit.record AS r
    JOIN audit.person AS p ON p.id = r.id
    WHERE r.kind = 'request' AND r.at >= ${from} AND r.at < ${to}
      AND p.at >= ${from}::timestamptz - interval '1 hour' AND p.at < ${to}::timestamptz + interval '1 hour'
    GROUP BY 1, 2
    HAVING count(DISTINCT p.person) >= ${threshold}
    ORDER BY 3 DESC, 1, 2
    LIMIT ${maxAlerts}`,
  )
  return context.budget.count(rows)
}
