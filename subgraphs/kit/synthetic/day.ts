/** A date as the number of days since 1970-01-01; negative before it. */
export type Day = number

const firstYear = 1880
const lastYear = 2120
const first = Date.UTC(firstYear, 0, 1) / 86_400_000

const texts: string[] = []
const years: number[] = []
for (let year = firstYear; year <= lastYear; year += 1) {
  for (let month = 1; month <= 12; month += 1) {
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const start = `${year}-${String(month).padStart(2, '0')}-`
    for (let date = 1; date <= days; date += 1) {
      texts.push(start + String(date).padStart(2, '0'))
      years.push(year)
    }
  }
}
const yearByDay = Int16Array.from(years)

/** ISO 8601 (2026-11-01); years 1880 to 2120. */
export function dayText(day: Day): string {
  return texts[day - first] ?? outOfRange(day)
}

export function dayYear(day: Day): number {
  return yearByDay[day - first] ?? outOfRange(day)
}

/** 1 to 12. */
export function dayMonth(day: Day): number {
  return Number(dayText(day).slice(5, 7))
}

/** The day of a text such as 2026-11-01. */
export function dayOf(text: string): Day {
  return Date.parse(`${text}T00:00:00Z`) / 86_400_000
}

function outOfRange(day: Day): never {
  throw new RangeError(`expected a day of ${firstYear} to ${lastYear}, got day number ${day}`)
}
