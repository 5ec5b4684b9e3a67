import type { Client } from 'pg'
import type { Due } from './evaluate-indicators.ts'
import type { CountedIndicator } from './method-reading.ts'
import { type Frequency, lastPeriod, type Period, periodOf, previousPeriod } from './period.ts'

/** Day of a year from which its pupils are counted: their school year began by 5 September, and classes are settled. */
const pupilsCountedFrom = '10-01'

/** The newest period that can be counted: the last that is over, of a school year the one that has begun. */
export function newestPeriod(
  { frequency, isOfSchoolYear }: Pick<CountedIndicator, 'frequency' | 'isOfSchoolYear'>,
  now: Date,
): Period {
  const last = lastPeriod(frequency, now)
  const today = lastPeriod('DAY', now).next
  const begun = isOfSchoolYear ? periodOf(today.slice(0, 4), 'YEAR') : undefined
  return begun !== undefined && today.slice(5) >= pupilsCountedFrom ? begun : last
}

/** The last periods that can be counted, the newest first; of what counts the register of the moment the newest alone. */
export function pastPeriods(
  indicator: Pick<CountedIndicator, 'frequency' | 'isStock' | 'isOfSchoolYear'>,
  count: number,
  now: Date,
): readonly Period[] {
  const { frequency, isStock } = indicator
  const periods = [newestPeriod(indicator, now)]
  while (periods.length < (isStock ? 1 : count)) {
    const [oldest] = periods.slice(-1)
    if (oldest === undefined) break
    periods.push(previousPeriod(oldest, frequency))
  }
  return periods
}

const monthsOf: Readonly<Record<Frequency, number>> = {
  DAY: 1 / 30,
  MONTH: 1,
  QUARTER: 3,
  YEAR: 12,
}

interface Present {
  readonly indicator: string
  readonly period: string
  readonly failed: boolean
  readonly confirmedAt: Date
}

export interface DueWanted {
  readonly months: number
  /** Values of the newest period that were confirmed longer ago are due again, milliseconds. */
  readonly everyMs: number
  readonly now: Date
}

/**
 * What a schedule evaluates: periods of the last months that were never observed, or whose source failed, and the newest
 * period again when its value is old. What counts the register of the moment is observed once a period.
 */
export async function duePeriods(
  client: Client,
  indicators: readonly CountedIndicator[],
  { months, everyMs, now }: DueWanted,
): Promise<readonly Due[]> {
  const wanted = indicators.flatMap((indicator) => {
    const count = Math.max(1, Math.floor(months / monthsOf[indicator.frequency]))
    return pastPeriods(indicator, count, now).map((period, at) => ({ indicator, period, at }))
  })
  const { rows } = await client.query<Present>(
    `SELECT indicator_code AS indicator, period, bool_or(state = 'FAILED') AS failed, min(confirmed_at) AS "confirmedAt"
     FROM observation WHERE superseded_at IS NULL AND indicator_code = ANY ($1) AND period = ANY ($2)
     GROUP BY indicator_code, period`,
    [
      [...new Set(wanted.map(({ indicator }) => indicator.code))],
      [...new Set(wanted.map(({ period }) => period.text))],
    ],
  )
  const present = new Map(rows.map((row) => [`${row.indicator}/${row.period}`, row]))
  return wanted.filter(({ indicator, period, at }) => {
    const found = present.get(`${indicator.code}/${period.text}`)
    if (found === undefined || found.failed) return true
    return at === 0 && !indicator.isStock && found.confirmedAt.getTime() <= now.getTime() - everyMs
  })
}
