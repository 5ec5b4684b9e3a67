import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { complementary } from './complementary.ts'
import { concentrated } from './concentrated.ts'

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
    const exposed = cells.flatMap(({ sums }, place) => {
      const sum = sums.get(field)
      return !hidden.has(place) && sum !== undefined && concentrated(sum, profile) ? [place] : []
    })
    if (exposed.length === 0) continue
    for (const place of complementary(cells, new Set([...hidden, ...exposed]), profile).places)
      fields.set(place, (fields.get(place) ?? new Set()).add(field))
  }
  return fields
}
