import type { Language } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import type { Definition, Score } from './scores.ts'

const points = { vi: 'điểm %', en: 'points' } as const

/**
 * How a value differs from that of a year before; null where that is not known. A percentage differs by percentage
 * points: 2.7 % after 2.5 % is 0.2 points more, and nobody reads 8 % into it.
 */
export function changeText(
  language: Language,
  { value, lastYear, changePercent }: Pick<Score, 'value' | 'lastYear' | 'changePercent'>,
  { unit, decimals }: Pick<Definition, 'unit' | 'decimals'>,
): string | null {
  if (unit === '%') {
    if (value === null || lastYear === null) return null
    return `${signed(language, value - lastYear, decimals)} ${points[language]}`
  }
  return changePercent === null ? null : `${signed(language, changePercent, 1)} %`
}

function signed(language: Language, value: number, digits: number): string {
  const text = number(language, value, digits)
  if (/^-?0(?:[.,]0*)?$/.test(text)) return '0'
  return value > 0 ? `+${text}` : text
}
