import type { Language } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import type { Drawn, Point } from './points.ts'

interface Named {
  readonly language: Language
  readonly drawn: Drawn
}

const letter = 6.3
const mostLetters = 26

/** What is told of a figure when the pointer rests on it. */
export function titleOf({ language, drawn }: Named) {
  return ({ label, x, y, series, withheld }: Point) =>
    [
      [label, xText(language, x), series].filter((part) => part !== '').join(' · '),
      `${drawn.yName}: ${y === null ? (withheld ?? '–') : number(language, y)}`,
    ].join('\n')
}

function xText(language: Language, x: Point['x']): string {
  if (x instanceof Date) return dayOf(x)
  return typeof x === 'number' ? number(language, x) : x
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString().slice(0, 10)
}

/** A month by its name where the moment begins one in Viet Nam; else the day. */
export function monthOf(date: unknown): string {
  if (!(date instanceof Date)) return cut(date)
  const day = dayOf(new Date(date.getTime() + vietNamMs))
  return day.endsWith('-01') ? day.slice(0, 7) : day
}

/** Viet Nam is seven hours ahead: a month that begins there began yesterday in Greenwich. */
const vietNamMs = 7 * 3_600_000

/** Ticks: 1,2 N. */
export function short(language: Language) {
  const format = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    notation: 'compact',
    // In Vietnamese the short form of thousands is one letter that few know.
    compactDisplay: language === 'vi' ? 'long' : 'short',
    maximumFractionDigits: 1,
  })
  return (value: number) => format.format(value)
}

/** A name that fits beside an axis. */
export function cut(value: unknown): string {
  const text = String(value)
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text
}

/** Names beside an axis; those that begin alike are cut in the middle, so that they stay apart. */
export function cutApart(names: readonly string[]): (value: unknown) => string {
  const cuts = names.map(cut)
  const alike = new Set(cuts.filter((one, at) => cuts.indexOf(one) !== at))
  const half = Math.floor((mostLetters - 1) / 2)
  return (value) => {
    const text = String(value)
    const fitting = cut(text)
    return alike.has(fitting)
      ? `${text.slice(0, half).trimEnd()}…${text.slice(-half).trimStart()}`
      : fitting
  }
}

/** Pixels that names take beside an axis. */
export function leftOf(names: readonly string[]): number {
  const longest = Math.max(0, ...names.map((name) => Math.min(name.length, mostLetters)))
  return Math.round(longest * letter) + 18
}
