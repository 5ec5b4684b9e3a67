import { LRUCache } from 'lru-cache'
import sql from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import { openWorkThread } from '../../schema/thread/work-thread.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import type { RequestContext } from '../kit/request-context.ts'
import type { Row } from '../kit/sql/select.ts'
import { neededHistory } from './forecast/back-test.ts'
import type { Forecast, Series } from './forecast/forecast.ts'
import type { Band } from './forecast/model.ts'
import { definitionIn, numberIn, steeringRows } from './rows.ts'

/** Periods that are forecast. */
const maxSteps = 24
const usualSteps = 6
/** The newest periods that a forecast stands on: what is older says little, and takes time. */
const maxHistory = 400

/** Periods of a season, and how a period is written. */
const frequencies: ReadonlyMap<string, { readonly season: number; readonly form: string }> =
  new Map([
    ['DAY', { season: 7, form: 'YYYY-MM-DD' }],
    ['MONTH', { season: 12, form: 'YYYY-MM' }],
    ['QUARTER', { season: 4, form: 'YYYY-"Q"Q' }],
    ['YEAR', { season: 1, form: 'YYYY' }],
  ])

const thread = openWorkThread({
  module: new URL('forecast/forecast-thread.ts', import.meta.url),
  limitMs: 20_000,
  idleMs: 300_000,
  heapMegabytes: 256,
  youngMegabytes: 32,
})
/** By the series itself, so that a revised value is forecast anew. */
const known = new LRUCache<string, Promise<Forecast>>({ max: 500 })

/**
 * A forecast of an indicator in one area, from the unbroken run of known values that ends with the newest. Fails with
 * BAD_USER_INPUT for an unknown indicator or a horizon outside 1 to 24, with HISTORY_TOO_SHORT where the run is shorter
 * than back-testing takes.
 */
export const indicatorForecast: Resolver = async (_root, { indicator, area, horizon }, context) => {
  const steps = Number(horizon ?? usualSteps)
  if (!Number.isInteger(steps) || steps < 1 || steps > maxSteps)
    throw new CodedError('BAD_USER_INPUT', `horizon: expected 1 to ${maxSteps}, got ${steps}.`)
  const areaCode = typeof area === 'string' ? area : 'VN'
  const rows = await runOf(context, String(indicator), areaCode)
  const { season, form } = frequencyOf(definitionIn(rows, indicator))
  const points = rows.filter(({ period }) => period !== null)
  const needed = neededHistory(season, steps)
  if (points.length < needed)
    throw new CodedError(
      'HISTORY_TOO_SHORT',
      `A forecast of ${steps} periods stands on at least ${needed} known values without a gap; there are ${points.length}.`,
      { needed, got: points.length },
    )
  const history = points.map((row) => numberIn(row, 'value') ?? 0)
  const [made, ahead] = await Promise.all([
    forecastOf({ history, season, steps }),
    periodsAfter(context, points.at(-1) ?? {}, { form, steps }),
  ])
  const { outlook, origins, mase, naiveMase, coverage95, candidates, model } = made
  return {
    indicatorCode: indicator,
    areaCode,
    modelOutput: true,
    model,
    historyFrom: points[0]?.['period'],
    historyUntil: points.at(-1)?.['period'],
    historyPoints: points.length,
    synthetic: points.some(({ synthetic }) => synthetic === true),
    origins,
    mase,
    naiveMase,
    coverage95,
    candidates,
    steps: ahead.map((period, at) => ({
      ...period,
      value: outlook.point[at],
      ...endsAt(outlook.band80, at, 80),
      ...endsAt(outlook.band95, at, 95),
    })),
    changePoints: made.changePoints.flatMap((at) => points[at]?.['period'] ?? []),
    outliers: made.outliers.flatMap(({ at, expected }) =>
      points[at] === undefined ? [] : [{ ...points[at], expected }],
    ),
  }
}

function endsAt({ lower, upper }: Band, at: number, level: 80 | 95): Row {
  return { [`lower${level}`]: lower[at], [`upper${level}`]: upper[at] }
}

async function forecastOf(series: Series): Promise<Forecast> {
  const key = JSON.stringify(series)
  const found = known.get(key)
  if (found !== undefined) return await found
  // The thread answers what it was asked for.
  const asked = thread.ask(series) as Promise<Forecast>
  known.set(key, asked)
  try {
    return await asked
  } catch (error) {
    known.delete(key)
    throw error
  }
}

function frequencyOf({ frequency }: Row) {
  const found = frequencies.get(String(frequency))
  if (found === undefined) throw new Error('expected a known frequency')
  return found
}

/** The present values up to the newest, back to the first gap; a row without period where nothing is known. */
async function runOf(
  context: RequestContext,
  indicator: string,
  area: string,
): Promise<readonly Row[]> {
  return await steeringRows(
    context,
    sql`
    WITH known AS (
      SELECT o.period, o.period_start, o.value, o.synthetic,
             lag(o.period_start) OVER (ORDER BY o.period_start)
               + CASE i.frequency WHEN 'DAY' THEN interval '1 day' WHEN 'MONTH' THEN interval '1 month'
                   WHEN 'QUARTER' THEN interval '3 months' ELSE interval '1 year' END AS due
      FROM indicator AS i
      JOIN observation AS o ON o.indicator_code = i.code AND o.area_code = ${area}
        AND o.superseded_at IS NULL AND o.state = 'KNOWN'
      WHERE i.code = ${indicator}
    ), newest AS (
      SELECT *, count(*) FILTER (WHERE due IS DISTINCT FROM period_start) OVER (ORDER BY period_start) AS run
      FROM known ORDER BY period_start DESC LIMIT ${maxHistory}
    )
    SELECT i.frequency, n.period, n.period_start AS "periodStart", n.value, n.synthetic
    FROM indicator AS i
    LEFT JOIN newest AS n ON n.run = (SELECT max(run) FROM newest)
    WHERE i.code = ${indicator}
    ORDER BY n.period_start`,
  )
}

interface Ahead {
  readonly form: string
  readonly steps: number
}

async function periodsAfter(
  context: RequestContext,
  { periodStart, frequency }: Row,
  { form, steps }: Ahead,
): Promise<readonly Row[]> {
  return await steeringRows(
    context,
    sql`
    SELECT to_char(day, ${form}) AS period, to_char(day, 'YYYY-MM-DD') AS "periodStart"
    FROM (
      SELECT ${periodStart}::date + at * CASE ${frequency}::text WHEN 'DAY' THEN interval '1 day'
        WHEN 'MONTH' THEN interval '1 month' WHEN 'QUARTER' THEN interval '3 months' ELSE interval '1 year' END AS day
      FROM generate_series(1, ${steps}::int) AS at
    ) AS days
    ORDER BY day`,
  )
}
