import type { Language } from './language.ts'

const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' }
const kept = new Map<string, Intl.NumberFormat>()

/** A number as the language writes it, with at most `digits` digits after the point. */
export function number(language: Language, value: number | bigint, digits = 2): string {
  const name = `${language} ${digits}`
  const format =
    kept.get(name) ?? new Intl.NumberFormat(locales[language], { maximumFractionDigits: digits })
  kept.set(name, format)
  return format.format(value)
}

/** Bytes in the unit that reads best: 1.2 MB. */
export function bytes(language: Language, value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  return `${number(language, value / 1000 ** step, 1)} ${units[step] ?? ''}`
}

/** Milliseconds as ms, s or min. */
export function duration(language: Language, ms: number): string {
  if (ms < 1000) return `${number(language, ms, ms < 10 ? 1 : 0)} ms`
  if (ms < 60_000) return `${number(language, ms / 1000, 1)} s`
  const minute = language === 'vi' ? 'phút' : 'min'
  return `${Math.floor(ms / 60_000)} ${minute} ${Math.round((ms % 60_000) / 1000)} s`
}

/** A moment in Vietnam's time: 23/11/2026 04:29:08, as both languages write it. */
export function moment(language: Language, at: string | number | Date): string {
  const clock = clocks.get(language) ?? clockOf(language)
  clocks.set(language, clock)
  const parts = Object.fromEntries(
    clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]),
  )
  const { day, month, year, hour, minute, second } = parts
  return `${day}/${month}/${year} ${hour}:${minute}:${second}`
}

const clocks = new Map<Language, Intl.DateTimeFormat>()

function clockOf(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Ho_Chi_Minh',
  })
}

/** A day, given as `2026-11-22`. */
export function dayText(language: Language, text: string): string {
  return language === 'vi' ? text.split('-').reverse().join('/') : text
}

const quarters = ['I', 'II', 'III', 'IV']

/** A day, month, quarter or year of an indicator, given as `2026-11-22`, `2026-11`, `2026-Q4` or `2026`. */
export function periodText(language: Language, period: string): string {
  if (language === 'en') return period
  const [year, part, day] = period.split('-')
  if (part === undefined || year === undefined) return period
  if (part.startsWith('Q')) return `quý ${quarters[Number(part.slice(1)) - 1] ?? part}/${year}`
  return day === undefined ? `${part}/${year}` : dayText(language, period)
}

/** How long ago, in words. */
export function ago(language: Language, at: string | number | Date, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' })
  const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]
  for (const [unit, size] of steps)
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit)
  return format.format(Math.round(seconds), 'second')
}
