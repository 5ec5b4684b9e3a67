import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { cover, openWholly } from './cover.ts'
import { HiddenCells } from './hidden-cells.ts'
import { narrowCells } from './interval-audit.ts'
import { derivableCells } from './null-space.ts'
import { cornersOf, rectangleFor } from './rectangle.ts'
import { suppressedNetwork } from './suppressed-network.ts'

/** What the audits of one table may cost, in steps along suppressed cells: some 5 ns each. */
const maxSteps = 4_000_000
/** Audits of one table. */
const maxAudits = 12

/**
 * Adds partners to suppressed cells, by place, until none follows from the shown cells and the margins of the
 * table's lines (docs/disclosure.md). `useless` are cells that protect nothing, because the caller knows them.
 */
export function complementary(
  cells: readonly Cell[],
  suppressed: ReadonlySet<number>,
  profile: DisclosureProfile,
  useless: ReadonlySet<number> = new Set(),
): HiddenCells {
  const { threshold } = profile
  const hidden = new HiddenCells(cells, suppressed, { threshold, useless })
  hidden.protect()
  const keys = cells[0]?.key.length ?? 0
  if (keys === 2) widen(hidden, threshold)
  if (keys > 2) loosen(hidden)
  return hidden
}

/**
 * Two keys: suppresses a rectangle for every cell whose value lies within too narrow bounds. Beyond the steps
 * that an audit may cost, and where no partner helps, whole lines are suppressed and their margins open.
 */
function widen(hidden: HiddenCells, threshold: number): void {
  const widthOf = (place: number): number =>
    Math.ceil(threshold * Math.max(1, hidden.rows(place) / Math.max(1, hidden.persons(place))))
  const corners = cornersOf(hidden)
  let audited: ReadonlySet<number> = new Set()
  let found: readonly number[] = []
  let steps = maxSteps
  for (let audit = 0; audit === 0 || found.length > 0; audit++) {
    // More suppressed cells only widen an interval: those that were wide need no second look.
    const unaudited = [...hidden.places].filter((place) => !audited.has(place))
    audited = new Set(hidden.places)
    const network = suppressedNetwork(hidden, steps)
    found = narrowCells(network, [...found, ...unaudited], widthOf)
    steps = network.steps
    const isLate = audit >= maxAudits || steps < 0
    const served = new Set<number>()
    for (const place of found) {
      const around =
        audit > 0 ? undefined : rectangleFor(hidden, { corners, place, width: widthOf(place) })
      if (isLate) openWholly(hidden, place)
      else if (around === undefined) cover(hidden, place, served)
      else for (const corner of around) if (!hidden.places.has(corner)) hidden.hide(corner)
    }
    hidden.protect()
  }
}

/** Three keys and more: hides one more cell for each derivable one, for as long as that may cost. */
function loosen(hidden: HiddenCells): void {
  let steps = maxSteps
  for (let audit = 0; audit < maxAudits && steps > 0; audit++) {
    const found = derivableCells(hidden, steps)
    if (found.places.length === 0) return
    steps -= found.steps
    const served = new Set<number>()
    for (const place of found.places) cover(hidden, place, served)
    hidden.protect()
  }
}
