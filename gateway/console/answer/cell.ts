import type { Language } from '../words/language.ts'
import { number } from '../words/numbers.ts'

/** A value of an answer: a scalar, or what stands in a list inside of a row. */
export type Cell = string | number | boolean | null | undefined | readonly unknown[]

export type ColumnKind = 'text' | 'number' | 'date' | 'moment' | 'midnight' | 'yesNo' | 'list'

const date = /^\d{4}-\d{2}-\d{2}$/
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** What a column holds, by its values: what is one thing in all of them that are there. */
export function kindOf(values: readonly unknown[]): ColumnKind {
  const there = values.filter((value) => value !== null && value !== undefined)
  const all = (test: (value: unknown) => boolean) => there.length > 0 && there.every(test)
  if (all(Array.isArray)) return 'list'
  if (all((value) => typeof value === 'number')) return 'number'
  if (all((value) => typeof value === 'boolean')) return 'yesNo'
  if (all((value) => typeof value === 'string' && date.test(value))) return 'date'
  if (all((value) => typeof value === 'string' && moment.test(value)))
    return all((value) => isMidnight(String(value))) ? 'midnight' : 'moment'
  return 'text'
}

/** Whether a day begins then in Viet Nam: buckets of days, months and years do. */
function isMidnight(text: string): boolean {
  return (new Date(text).getTime() + vietNamMs) % dayMs === 0
}

const dayMs = 86_400_000
const vietNamMs = 7 * 3_600_000

/** A cell as it is read. Text stays as it came. */
export function cellText(language: Language, kind: ColumnKind, cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (Array.isArray(cell)) return listText(cell)
  if (kind === 'number' && typeof cell === 'number') return number(language, cell, 4)
  if (kind === 'yesNo') return yesNo[language][cell === true ? 0 : 1]
  if (kind === 'date') return dateText(language, String(cell))
  if (kind === 'moment') return momentText(language, String(cell))
  if (kind === 'midnight')
    return dateText(
      language,
      new Date(Date.parse(String(cell)) + vietNamMs).toISOString().slice(0, 10),
    )
  return String(cell)
}

const yesNo: Readonly<Record<Language, readonly [string, string]>> = {
  vi: ['có', 'không'],
  en: ['yes', 'no'],
}

function listText(list: readonly unknown[]): string {
  const scalars = list.filter((one) => typeof one !== 'object' || one === null)
  return scalars.length === list.length ? scalars.map(String).join(', ') : `${list.length}`
}

function dateText(language: Language, text: string): string {
  return language === 'vi' ? text.split('-').reverse().join('/') : text
}

const clocks = new Map<Language, Intl.DateTimeFormat>()

function momentText(language: Language, text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return text
  const clock =
    clocks.get(language) ??
    new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-CA', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'Asia/Ho_Chi_Minh',
    })
  clocks.set(language, clock)
  return clock.format(at)
}

const collator = new Intl.Collator('vi', { numeric: true, sensitivity: 'variant' })

/** Order of two cells of a column; what is not there comes last, whichever way it is sorted. */
export function compareCells(
  kind: ColumnKind,
  one: Cell,
  other: Cell,
  descending: boolean,
): number {
  const [a, b] = [rank(one), rank(other)]
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const order =
    kind === 'number' || kind === 'list' || kind === 'yesNo'
      ? Number(a) - Number(b)
      : kind === 'text'
        ? collator.compare(String(a), String(b))
        : String(a) < String(b)
          ? -1
          : Number(String(a) > String(b))
  return descending ? -order : order
}

function rank(cell: Cell): string | number | undefined {
  if (cell === null || cell === undefined) return undefined
  if (Array.isArray(cell)) return cell.length
  return typeof cell === 'boolean' ? Number(cell) : (cell as string | number)
}
