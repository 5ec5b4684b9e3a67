import sql from 'sql-template-tag'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { steeringRows } from './rows.ts'

/** The newest known value of each indicator, and whether it was confirmed within the indicator's objective. */
export const indicatorFreshness: Resolver = async (_root, _args, context) =>
  await steeringRows(
    context,
    sql`
    SELECT i.code AS "indicatorCode", i.owner, o.period, o.confirmed_at AS "confirmedAt", i.freshness_hours AS "objectiveHours",
           coalesce(o.confirmed_at < now() - make_interval(hours => i.freshness_hours), true) AS late
    FROM indicator AS i
    LEFT JOIN LATERAL (
      SELECT period, confirmed_at FROM observation
      WHERE indicator_code = i.code AND superseded_at IS NULL AND state = 'KNOWN'
      ORDER BY period_start DESC, confirmed_at DESC LIMIT 1
    ) AS o ON true
    ORDER BY i.code`,
  )
