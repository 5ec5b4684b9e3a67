import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { drawOf } from './mix.ts'

const salt = 1
/** With noise the boundary lies up to this many persons above the threshold, so that crossing it counts nobody. */
export const blur = 4

/**
 * The cells, by place, of too few persons: fewer than the threshold, and with noise on fewer than a boundary
 * that the set itself decides. Cells of nobody are among them where zeros are hidden.
 */
export function primary(cells: readonly Cell[], profile: DisclosureProfile): Set<number> {
  const small = new Set<number>()
  for (const [place, cell] of cells.entries()) if (isSmall(cell, profile)) small.add(place)
  return small
}

function isSmall({ rows, persons, keySum }: Cell, profile: DisclosureProfile): boolean {
  const { threshold, zeros, noise } = profile
  if (rows === 0) return zeros === 'hidden'
  if (persons < threshold) return true
  if (!noise || persons >= threshold + blur) return false
  return persons < threshold + (drawOf(rows, keySum, salt) % (blur + 1))
}
