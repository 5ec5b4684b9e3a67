import sql from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { pointOf } from './point-of.ts'
import { definitionIn, steeringRows } from './rows.ts'

/** Points of one answer. */
const maxPoints = 1000

/**
 * The present values of an indicator in one area, oldest first, each with its target and the value of the same period
 * of the year before. Fails with BAD_USER_INPUT for an unknown indicator, with COST_EXCEEDED beyond 1,000 points.
 */
export const indicatorSeries: Resolver = async (_root, { indicator, area, from, to }, context) => {
  const rows = await steeringRows(
    context,
    sql`
    SELECT i.direction, o.period, o.period_start AS "periodStart", o.value, o.numerator, o.denominator, o.status,
           o.state, o.reason, o.as_of AS "asOf", o.synthetic, t.target, t.warning, t.alert, p.value AS "lastYear"
    FROM indicator AS i
    LEFT JOIN observation AS o ON o.indicator_code = i.code AND o.area_code = ${area ?? 'VN'}
      AND o.superseded_at IS NULL
      AND o.period_start >= coalesce(${from ?? null}::date, '-infinity')
      AND o.period_start < coalesce(${to ?? null}::date, 'infinity')
    LEFT JOIN LATERAL (
      SELECT target, warning, alert FROM indicator_target
      WHERE indicator_code = i.code AND area_code = o.area_code AND valid_from <= o.period_start
      ORDER BY valid_from DESC, indicator_version DESC LIMIT 1
    ) AS t ON true
    LEFT JOIN observation AS p ON p.indicator_code = i.code AND p.area_code = o.area_code
      AND p.superseded_at IS NULL AND p.period_start = (o.period_start - interval '1 year')::date
      AND length(p.period) = length(o.period)
    WHERE i.code = ${indicator}
    ORDER BY o.period_start, o.period
    LIMIT ${maxPoints + 1}`,
  )
  definitionIn(rows, indicator)
  if (rows.length > maxPoints)
    throw new CodedError(
      'COST_EXCEEDED',
      `indicatorSeries: at most ${maxPoints} points; ask for fewer periods.`,
    )
  return rows.filter(({ period }) => period !== null).map(pointOf)
}
