import sql from 'sql-template-tag'
import type { Resolver } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'
import { definitionIn, expectPeriod, numberIn, steeringRows } from './rows.ts'
import { confidence, type Interval, wilson } from '../kit/wilson.ts'

const methods: Readonly<Record<string, string>> = {
  UP: 'HIGHEST_FIRST',
  DOWN: 'LOWEST_FIRST',
  NEUTRAL: 'NONE',
}

interface Place {
  readonly row: Row
  readonly value: number | null
  readonly interval: Interval | undefined
}

/**
 * The provinces by an indicator's values of a period. Shares have their Wilson intervals, and the ranks that these leave
 * open; a value that is not known has no rank. Fails with BAD_USER_INPUT for an unknown indicator or a wrong period.
 */
export const indicatorRanking: Resolver = async (_root, { indicator, period }, context) => {
  expectPeriod(period)
  const rows = await steeringRows(
    context,
    sql`
    SELECT i.direction, i.share, i.scale, o.province_code AS "areaCode", o.value, o.numerator, o.denominator,
           o.state, o.synthetic
    FROM indicator AS i
    LEFT JOIN observation AS o ON o.indicator_code = i.code AND o.period = ${period}
      AND o.superseded_at IS NULL AND o.province_code IS NOT NULL
    WHERE i.code = ${indicator}
    ORDER BY CASE i.direction WHEN 'DOWN' THEN o.value ELSE -o.value END, o.province_code`,
  )
  const { direction, share } = definitionIn(rows, indicator)
  const places = rows.filter(({ areaCode }) => areaCode !== null).map(placeOf)
  return {
    method: methods[String(direction)],
    confidence: share === true ? confidence : null,
    synthetic: places.some(({ row }) => row['synthetic'] === true),
    places: places.map((place) => rankedPlace(place, places, String(direction))),
  }
}

function placeOf(row: Row): Place {
  const value = numberIn(row, 'value')
  const numerator = numberIn(row, 'numerator')
  const denominator = numberIn(row, 'denominator')
  const isShare = row['share'] === true && numerator !== null && denominator !== null
  return {
    row,
    value,
    interval:
      value !== null && isShare && denominator > 0
        ? scaled(wilson(numerator, denominator), Number(row['scale']))
        : undefined,
  }
}

function scaled({ lower, upper }: Interval, scale: number): Interval {
  return { lower: lower * scale, upper: upper * scale }
}

function rankedPlace(place: Place, all: readonly Place[], direction: string): Row {
  const { row, value, interval } = place
  const isRanked = value !== null && direction !== 'NEUTRAL'
  return {
    areaCode: row['areaCode'],
    province: { code: row['areaCode'] },
    value,
    state: row['state'],
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    ...(isRanked
      ? ranksOf(place, all, direction === 'DOWN' ? -1 : 1)
      : { rank: null, bestRank: null, worstRank: null }),
  }
}

/** Those certainly better come before; those not certainly worse may. */
function ranksOf(place: Place, all: readonly Place[], sign: number) {
  const others = all.filter((other) => other !== place && other.value !== null)
  const ends = ({ value, interval }: Place) => {
    const [low, high] = [interval?.lower ?? value ?? 0, interval?.upper ?? value ?? 0]
    return sign > 0 ? { worst: low, best: high } : { worst: -high, best: -low }
  }
  const own = ends(place)
  const height = (one: Place) => (one.value ?? 0) * sign
  return {
    rank: 1 + others.filter((other) => height(other) > height(place)).length,
    bestRank: 1 + others.filter((other) => ends(other).worst > own.best).length,
    worstRank: 1 + others.filter((other) => ends(other).best > own.worst).length,
  }
}
