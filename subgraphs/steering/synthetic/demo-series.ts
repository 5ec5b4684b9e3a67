import { createRandom } from '../../kit/synthetic/random.ts'
import { fixedRows, streams } from '../../kit/synthetic/streams.ts'
import type { World } from '../../kit/synthetic/world.ts'

/** A row of the table `observation`. */
export interface DemoObservation extends Readonly<
  Record<string, string | number | boolean | null>
> {
  readonly id: string
}

interface Month {
  /** 2026-10 */
  readonly period: string
  /** Months since the first. */
  readonly at: number
  /** 1 to 12. */
  readonly month: number
}

interface Figures {
  readonly value: number
  readonly numerator?: number
  readonly denominator?: number
}

/** Two years and ten months, until the month before the reference day's. */
const firstYear = 2024
/** Months whose values are settled lie further back than these. */
const unsettled = 3

const months: readonly Month[] = Array.from({ length: 34 }, (_, at) => {
  const month = (at % 12) + 1
  const period = `${firstYear + Math.floor(at / 12)}-${String(month).padStart(2, '0')}`
  return { period, at, month }
})

/**
 * Invented series of prices, budget and public investment. Of national series the settled months have a preliminary value
 * too, which the final one took the place of; provinces of a sum add up to the nation.
 */
export function demoSeries({ seed, catalogue }: World, recordedAt: string): DemoObservation[] {
  const random = createRandom()
  random.restart(seed, streams.steering, fixedRows)
  const rows: DemoObservation[] = []
  const row = (code: string, area: string, { period }: Month, figures: Figures) => ({
    indicator_code: code,
    indicator_version: 1,
    period,
    period_start: `${period}-01`,
    area_code: area,
    value: rounded(figures.value),
    numerator: figures.numerator ?? null,
    denominator: figures.denominator ?? null,
    state: 'KNOWN',
    reason: null,
    as_of: `${period}-28T00:00:00+07`,
    confirmed_at: recordedAt,
    recorded_at: recordedAt,
    method: 'IMPORT',
    query_id: 'synthetic',
    sources: '{synthetic}',
    synthetic: true,
  })
  const add = (code: string, area: string, month: Month, figures: Figures): void => {
    const made = row(code, area, month, figures)
    const isSettled = months.length - month.at > unsettled
    const open = { superseded_at: null, revision_of: null }
    if (!isSettled || area !== 'VN') {
      const status = isSettled ? 'FINAL' : 'PRELIMINARY'
      rows.push({ id: idOf(code, area, month, 1), revision: 1, ...made, status, ...open })
      return
    }
    const replaced = {
      id: idOf(code, area, month, 1),
      revision: 1,
      ...made,
      value: rounded(figures.value * (0.995 + random.unit() / 100)),
      status: 'PRELIMINARY',
      superseded_at: recordedAt,
      revision_of: null,
    }
    const present = { ...made, status: 'FINAL', superseded_at: null, revision_of: replaced.id }
    rows.push(replaced, { id: idOf(code, area, month, 2), revision: 2, ...present })
  }
  const areas = catalogue.provinces.map(({ code, population }) => ({
    code,
    weight: population / 1e6,
    pace: 0.75 + random.unit() / 2,
  }))
  for (const month of months) {
    const wave = Math.sin((month.month / 6) * Math.PI)
    const noise = () => random.unit() - 0.5
    add('economy.cpi', 'VN', month, { value: 103.3 + 0.6 * wave + noise() })
    add('economy.gold-price-index', 'VN', month, { value: 101.5 + 4 * noise() })
    add('economy.core-inflation', 'VN', month, { value: 2.9 + 0.3 * wave + 0.4 * noise() })
    add('budget.central-expenditure', 'VN', month, {
      value: 68_000 * (1 + month.at / 120 + 0.08 * wave + 0.1 * noise()),
    })
    const revenues = areas.map(({ weight, pace }) =>
      Math.round(1500 * weight * pace * (1 + month.at / 100 + 0.1 * wave + 0.2 * noise())),
    )
    areas.forEach(({ code }, i) => add('budget.revenue', code, month, { value: revenues[i] ?? 0 }))
    add('budget.revenue', 'VN', month, { value: sumOf(revenues) })
    const plans = areas.map(({ weight }) => Math.round(5000 * weight))
    const spent = areas.map(({ pace }, i) =>
      Math.round((plans[i] ?? 0) * Math.min(1, (month.month / 12) ** 1.3 * pace)),
    )
    areas.forEach(({ code }, i) =>
      add(
        'investment.public-disbursement-share',
        code,
        month,
        disbursed(spent[i] ?? 0, plans[i] ?? 1),
      ),
    )
    add('investment.public-disbursement-share', 'VN', month, disbursed(sumOf(spent), sumOf(plans)))
  }
  return rows
}

function idOf(code: string, area: string, { period }: Month, revision: number): string {
  return `${code}/${area}/${period}/${revision}`
}

function disbursed(numerator: number, denominator: number): Figures {
  return { value: (numerator / denominator) * 100, numerator, denominator }
}

function sumOf(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0)
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
