import sql from 'sql-template-tag'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { pointOf } from './point-of.ts'
import { steeringRows } from './rows.ts'

/** Periods of a trend, at most. */
const trendPeriods = 24

/**
 * The newest value of every indicator in one area, with target, standing, the same period of the year before, freshness
 * its sources with their quality, and the periods before it, oldest first. Indicators that were never observed there have no period.
 */
export const indicatorScoreboard: Resolver = async (_root, { area = 'VN' }, context) => {
  const rows = await steeringRows(
    context,
    sql`
    SELECT i.code AS "indicatorCode", i.direction, o.area_code AS "areaCode", o.period, o.period_start AS "periodStart",
           o.value, o.status, o.state, o.reason, o.as_of AS "asOf", o.confirmed_at AS "confirmedAt", o.synthetic,
           o.sources, o.quality,
           coalesce(o.confirmed_at < now() - make_interval(hours => i.freshness_hours), true) AS late,
           t.target, t.warning, t.alert, p.value AS "lastYear", coalesce(h.trend, '[]') AS trend
    FROM indicator AS i
    LEFT JOIN LATERAL (
      SELECT * FROM observation
      WHERE indicator_code = i.code AND area_code = ${area} AND superseded_at IS NULL
      ORDER BY period_start DESC, id LIMIT 1
    ) AS o ON true
    LEFT JOIN LATERAL (
      SELECT target, warning, alert FROM indicator_target
      WHERE indicator_code = i.code AND area_code = ${area} AND valid_from <= o.period_start
      ORDER BY valid_from DESC, indicator_version DESC LIMIT 1
    ) AS t ON true
    LEFT JOIN observation AS p ON p.indicator_code = i.code AND p.area_code = o.area_code
      AND p.superseded_at IS NULL AND p.period_start = (o.period_start - interval '1 year')::date
      AND length(p.period) = length(o.period)
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('period', period, 'value', value) ORDER BY period_start) AS trend
      FROM (
        SELECT period, period_start, value FROM observation
        WHERE indicator_code = i.code AND area_code = ${area} AND superseded_at IS NULL
        ORDER BY period_start DESC, id LIMIT ${trendPeriods}
      ) AS last
    ) AS h ON true
    ORDER BY i.code`,
  )
  return rows.map(pointOf)
}
