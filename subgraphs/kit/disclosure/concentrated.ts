import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell, Magnitude } from './cell.ts'

/**
 * Whether one or two people make up nearly all of a sum: by the dominance rule, or by the p % rule (what the
 * second contributor could work out about the first). Hundepool et al., Statistical Disclosure Control, 4.2.
 */
export function concentrated(
  { sum, largest, second }: Magnitude,
  { dominance, pPercent }: DisclosureProfile,
): boolean {
  const total = Math.abs(Number(sum))
  if (largest === 0) return false
  const rest = total - largest - second
  return largest + second > dominance.share * total || rest < (pPercent / 100) * largest
}

/** Whether fewer people than the threshold have a value at all: in a cell of many, the others have none. */
export function isThin(
  { rows, persons }: Pick<Cell, 'rows' | 'persons'>,
  { values = rows }: Magnitude,
  { threshold }: DisclosureProfile,
): boolean {
  return values > 0 && values < rows && (persons * values) / rows < threshold
}

/**
 * Whether one row makes up so much of a sum of squares around the mean that the spread tells it: within pPercent.
 * `sum` is that of the values, of which there are `values`.
 */
export function isSpreadOfOne(
  variance: number,
  { sum, largestRow, values = 0 }: Magnitude,
  { pPercent }: DisclosureProfile,
): boolean {
  if (values < 2 || variance === 0) return false
  const farthest = largestRow - Math.abs(Number(sum)) / values
  return farthest ** 2 * (1 + pPercent / 100) ** 2 > variance * (values - 1)
}
