import sql from 'sql-template-tag'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { isConcluded } from './concluded.ts'
import { journalRows } from './journal.ts'

/** How many emergency accesses no inspector has concluded, and how many of them for longer than `hours`. */
export function emergencyReviewCounts(hours: number): Resolver {
  return async (_root, _args, context) => {
    const [row] = await journalRows(
      context,
      sql`
      SELECT count(*)::int AS awaiting,
             (count(*) FILTER (WHERE e.at < now() - make_interval(hours => ${hours}::int)))::int AS overdue
      FROM audit.emergency AS e
      WHERE NOT ${isConcluded(sql`e.id`)}`,
    )
    return { awaiting: row?.['awaiting'] ?? 0, overdue: row?.['overdue'] ?? 0, hours }
  }
}
