import sql from 'sql-template-tag'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { expectPeriod, steeringRows } from './rows.ts'

/**
 * How far administrative procedures are done online in a month, over ministries or provinces: procedures by how far they
 * are online, and applications. The share is theirs together, never an average of shares. Fails with BAD_USER_INPUT for a
 * wrong period.
 */
export const procedureShare: Resolver = async (_root, { by, period }, context) => {
  expectPeriod(period)
  const isByProvince = by === 'PROVINCE'
  return await steeringRows(
    context,
    sql`
    SELECT ${isByProvince ? sql`m.province_code` : sql`p.ministry`} AS key,
           count(DISTINCT p.code)::int AS procedures,
           count(DISTINCT p.code) FILTER (WHERE p.online = 'FULL')::int AS "fullyOnline",
           count(DISTINCT p.code) FILTER (WHERE p.online = 'PARTIAL')::int AS "partlyOnline",
           sum(m.received)::int AS received, sum(m.received_online)::int AS "receivedOnline",
           sum(m.received_online)::float8 / nullif(sum(m.received), 0) * 100 AS "onlineShare",
           bool_or(p.synthetic) AS synthetic
    FROM procedure AS p
    JOIN procedure_month AS m ON m.procedure_code = p.code AND m.period = ${period}
    GROUP BY 1 ORDER BY 1`,
  )
}
