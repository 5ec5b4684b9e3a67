import { newestPeriod } from './due-periods.ts'
import type { Due } from './evaluate-indicators.ts'
import type { CountedIndicator } from './method-reading.ts'
import { type Period, periodOf, previousPeriod } from './period.ts'

export interface Choice {
  /** Codes of indicators; none: all that reports count. */
  readonly codes: readonly string[]
  /** Of indicators of its frequency alone; undefined: the last that is over. */
  readonly period: string | undefined
  /** So many periods up to that one. */
  readonly count: number
  readonly now: Date
}

export interface Chosen {
  readonly due: readonly Due[]
  /** Periods that are over for what counts the register of the moment. */
  readonly skipped: number
}

/** What was asked to be evaluated; a text says what is wrong with it. */
export function chosenDue(
  indicators: readonly CountedIndicator[],
  { codes, period, count, now }: Choice,
): Chosen | string {
  const unknown = codes.find((code) => !indicators.some((one) => one.code === code))
  if (unknown !== undefined)
    return `expected the code of an indicator that a report counts, got ${unknown}`
  const named = indicators.filter(({ code }) => codes.length === 0 || codes.includes(code))
  const lists = named.map((indicator) => {
    const periods = periodsOf(indicator, { period, count, now })
    const newest = newestPeriod(indicator, now)
    const kept = indicator.isStock ? periods.filter(({ text }) => text === newest.text) : periods
    return { indicator, kept, skipped: periods.length - kept.length }
  })
  const due = lists.flatMap(({ indicator, kept }) =>
    kept.map((one) => ({ indicator, period: one })),
  )
  const skipped = lists.reduce((sum, one) => sum + one.skipped, 0)
  if (due.length > 0) return { due, skipped }
  return period === undefined || skipped > 0
    ? 'nothing is left to evaluate: what counts the register of the moment tells of the last period alone'
    : `--period: expected a period that is over, of an indicator's frequency, got ${period}`
}

function periodsOf(
  indicator: CountedIndicator,
  { period, count, now }: Omit<Choice, 'codes'>,
): readonly Period[] {
  const { frequency } = indicator
  const last = newestPeriod(indicator, now)
  const newest = period === undefined ? last : periodOf(period, frequency)
  if (newest === undefined || newest.first > last.first) return []
  const periods = [newest]
  for (let one = newest; periods.length < count; periods.push(one))
    one = previousPeriod(one, frequency)
  return periods
}
