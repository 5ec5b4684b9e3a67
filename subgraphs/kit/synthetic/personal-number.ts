import { permutation } from './permutation.ts'

export type Sex = 'MALE' | 'FEMALE'

/** Issues personal numbers that nobody can have. */
export interface PersonalNumbers {
  /** `place` is the old province's two-digit code of birth registration. */
  issue(place: string, sex: Sex, birthYear: number): string
  /** A well-formed number that `issue` never gives: a person whom no register knows. */
  unknown(place: string, sex: Sex, birthYear: number): string
}

const threeDigits = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'))
const perGroup = 500_000

/**
 * Twelve digits as in Decree 137/2015, Art 13 (place of registration, century and sex, year, six random
 * digits), except that the place begins with 9, which is no province and no country.
 * Unique by construction: the six digits are a permutation of a counter for each first six.
 */
export function personalNumbers(): PersonalNumbers {
  const issued = new Int32Array(100_000)
  const unknown = new Int32Array(100_000)
  const take = (counters: Int32Array, group: number): number => {
    const count = counters[group] ?? 0
    if (count >= perGroup) throw new Error(`more than ${perGroup} people share place, sex and year`)
    counters[group] = count + 1
    return count
  }
  const number = (counters: Int32Array, offset: number) => {
    return (place: string, sex: Sex, birthYear: number): string => {
      const century = Math.floor(birthYear / 100) - 19
      const digit = century * 2 + (sex === 'MALE' ? 0 : 1)
      const group = Number(place) * 1000 + digit * 100 + (birthYear % 100)
      const tail = sixDigits(offset + take(counters, group), group)
      return `9${place}${digit}${twoDigits(birthYear % 100)}${tail}`
    }
  }
  return { issue: number(issued, 0), unknown: number(unknown, perGroup) }
}

function sixDigits(count: number, group: number): string {
  // 2^20 is a little more than 10^6: walk on until the number is in range.
  let value = permutation(count, 10, group)
  while (value >= 1_000_000) value = permutation(value, 10, group)
  return (threeDigits[Math.floor(value / 1000)] ?? '') + (threeDigits[value % 1000] ?? '')
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
