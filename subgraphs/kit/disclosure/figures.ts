import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell, Magnitude } from './cell.ts'
import { continuousNoiseOf, noiseOf } from './noise.ts'
import { significant } from './significant.ts'

/** Digits of means, and of spreads and percentiles: more would tell how many people there are. */
const meanDigits = 4
const spreadDigits = 3
/** One unit of noise of a sum, as a part of the largest contribution of a row. */
const sumNoisePart = 0.25
const countSalt = 0

/**
 * The number of rows with noise, as large as a person's rows are many in the table, and rounded to the
 * profile's base. Nothing that one question knows and another does not may change it: no persons of the cell.
 */
export function controlledCount(
  cell: Cell,
  { profile, rowsEach }: { readonly profile: DisclosureProfile; readonly rowsEach: number },
): number {
  if (cell.rows === 0) return 0
  const noise = profile.noise ? countNoise(cell, rowsEach) : 0
  return rounded(Math.max(0, cell.rows + noise), profile)
}

function countNoise(cell: Cell, rowsEach: number): number {
  return noiseOf(cell, countSalt) * Math.max(1, Math.round(rowsEach))
}

/** A number of different values that stand for people: noise, and rounding. */
export function controlledDistinct(value: number, { cell, field, profile }: Summed): number {
  const noise = profile.noise ? noiseOf(cell, saltOf(field)) : 0
  return rounded(Math.max(0, value + noise), profile)
}

/** A sum with noise in proportion to the largest contribution of a row; whole where it is of whole numbers. */
export function controlledSum(
  value: number | string,
  { cell, field, profile }: Summed,
): number | string {
  if (!profile.noise) return value
  const noise = sumNoise(cell, field)
  if (typeof value === 'string') return String(BigInt(value) + BigInt(Math.round(noise)))
  const sum = value + noise
  return Number.isInteger(value) ? Math.round(sum) : Number(sum.toPrecision(12))
}

/**
 * A mean to four significant digits: the sum as it is shown by the number of values with the noise of the
 * count, so that sum and mean tell no other number than the count does.
 */
export function controlledMean(
  value: number,
  { cell, field, profile, rowsEach }: Summed & { readonly rowsEach: number },
): number {
  if (!profile.noise) return profile.rounding > 1 ? significant(value, meanDigits) : value
  const sum = Number(cell.sums.get(field)?.sum ?? 0)
  const values = value === 0 ? cell.rows : sum / value
  const moved = (sum + sumNoise(cell, field)) / Math.max(1, values + countNoise(cell, rowsEach))
  return significant(moved, meanDigits)
}

/** A standard deviation, variance or percentile, to three significant digits where counts are not exact. */
export function controlledSpread(value: number, { profile }: Summed): number {
  return profile.noise || profile.rounding > 1 ? significant(value, spreadDigits) : value
}

export interface Summed {
  readonly cell: Cell
  readonly field: string
  readonly profile: DisclosureProfile
}

function sumNoise(cell: Cell, field: string): number {
  const magnitude: Magnitude | undefined = cell.sums.get(field)
  return continuousNoiseOf(cell, saltOf(field)) * sumNoisePart * (magnitude?.largestRow ?? 0)
}

function rounded(value: number, { rounding }: DisclosureProfile): number {
  return Math.round(value / rounding) * rounding
}

/** A salt for each field, so that noises of one cell do not tell each other. */
function saltOf(field: string): number {
  let salt = 1
  for (let i = 0; i < field.length; i++) salt = (Math.imul(salt, 31) + field.charCodeAt(i)) | 0
  return salt
}
