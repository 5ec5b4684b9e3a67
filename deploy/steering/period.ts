/** How often an indicator is observed. */
export type Frequency = 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR'

/** A period of the calendar, its days as YYYY-MM-DD. */
export interface Period {
  /** ISO 8601 and SDMX: 2026-10-31, 2026-10, 2026-Q3, 2026. */
  readonly text: string
  readonly first: string
  /** The last of its days. */
  readonly last: string
  /** The first day after it. */
  readonly next: string
}

const forms: Readonly<Record<Frequency, RegExp>> = {
  DAY: /^(\d{4})-(\d\d)-(\d\d)$/,
  MONTH: /^(\d{4})-M?(\d\d)$/,
  QUARTER: /^(\d{4})-Q([1-4])$/,
  YEAR: /^(\d{4})(?:-A1)?$/,
}
const dayMs = 86_400_000
/** Asia/Ho_Chi_Minh is UTC+7, without summer time, since 1975. */
const offsetMs = 7 * 3_600_000

/** A period of this frequency that a text names, SDMX's 2026-M10 and 2026-A1 among them; undefined for any other text. */
export function periodOf(text: string, frequency: Frequency): Period | undefined {
  const [, year = '', part = '1', day = '1'] = forms[frequency].exec(text) ?? []
  if (year === '') return undefined
  const months = frequency === 'QUARTER' ? 3 : frequency === 'YEAR' ? 12 : 1
  const month = frequency === 'QUARTER' ? (Number(part) - 1) * 3 : Number(part) - 1
  const first = Date.UTC(Number(year), month, Number(day))
  const next =
    frequency === 'DAY' ? first + dayMs : Date.UTC(Number(year), month + months, Number(day))
  const found = periodFrom(first, next, frequency)
  // Months and days that the calendar has not roll over into others.
  const isKept = found.first === `${year}-${two(month + 1)}-${two(Number(day))}`
  return isKept ? found : undefined
}

/** The last period of this frequency that is over at a moment, by the clock of Viet Nam. */
export function lastPeriod(frequency: Frequency, now: Date): Period {
  const local = new Date(now.getTime() + offsetMs)
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth()]
  switch (frequency) {
    case 'DAY': {
      const next = Math.floor(local.getTime() / dayMs) * dayMs
      return periodFrom(next - dayMs, next, frequency)
    }
    case 'MONTH':
      return periodFrom(Date.UTC(year, month - 1), Date.UTC(year, month), frequency)
    case 'QUARTER': {
      const next = Math.floor(month / 3) * 3
      return periodFrom(Date.UTC(year, next - 3), Date.UTC(year, next), frequency)
    }
    case 'YEAR':
      return periodFrom(Date.UTC(year - 1, 0), Date.UTC(year, 0), frequency)
    default:
      return frequency satisfies never
  }
}

/** The period before, of the same frequency. */
export function previousPeriod({ first }: Period, frequency: Frequency): Period {
  const next = Date.parse(first)
  const day = new Date(next)
  const months = { DAY: 0, MONTH: 1, QUARTER: 3, YEAR: 12 }[frequency]
  const begin =
    frequency === 'DAY' ? next - dayMs : Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - months)
  return periodFrom(begin, next, frequency)
}

function periodFrom(first: number, next: number, frequency: Frequency): Period {
  const day = isoDay(first)
  const text = {
    DAY: day,
    MONTH: day.slice(0, 7),
    QUARTER: `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
    YEAR: day.slice(0, 4),
  }[frequency]
  return { text, first: day, last: isoDay(next - dayMs), next: isoDay(next) }
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
