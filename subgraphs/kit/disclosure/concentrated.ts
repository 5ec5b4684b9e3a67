import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Magnitude } from './cell.ts'

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
