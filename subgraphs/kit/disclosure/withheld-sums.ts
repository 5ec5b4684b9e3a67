import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { complementary } from './complementary.ts'
import { concentrated, isThin } from './concentrated.ts'

/**
 * By cell: the fields of which no sum may be shown, because hardly more than two people make it up, or because
 * it would tell such a sum on one of its lines.
 */
export function withheldSums(
  cells: readonly Cell[],
  hidden: ReadonlySet<number>,
  profile: DisclosureProfile,
): ReadonlyMap<number, ReadonlySet<string>> {
  const fields = new Map<number, Set<string>>()
  for (const field of cells[0]?.sums.keys() ?? []) {
    const exposed = cells.flatMap((cell, place) => {
      const sum = cell.sums.get(field)
      if (hidden.has(place) || sum === undefined) return []
      return concentrated(sum, profile) || isThin(cell, sum, profile) ? [place] : []
    })
    if (exposed.length === 0) continue
    for (const place of complementary(cells, new Set([...hidden, ...exposed]), profile).places)
      fields.set(place, (fields.get(place) ?? new Set()).add(field))
  }
  return fields
}
