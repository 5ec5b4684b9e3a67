import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { Cell } from './cell.ts'
import { cover, openWholly } from './cover.ts'
import { HiddenCells } from './hidden-cells.ts'
import { narrowCells } from './interval-audit.ts'
import { derivableCells } from './null-space.ts'
import { type Corners, cornersOf, rectangleFor } from './rectangle.ts'
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
  const keys = cells[0]?.key.length ?? 0
  if (keys === 2) widen(hidden, threshold)
  else hidden.protect()
  if (keys > 2) loosen(hidden)
  return hidden
}

/**
 * Two keys: suppresses a rectangle around every cell, the hypercube method, and what the lines then want; cells
 * outside of rectangles are audited. Beyond the steps that audits may cost, and where no partner helps, whole
 * lines are suppressed and their margins open.
 */
function widen(hidden: HiddenCells, threshold: number): void {
  const widthOf = (place: number): number =>
    Math.ceil(threshold * Math.max(1, hidden.rows(place) / Math.max(1, hidden.persons(place))))
  const corners = cornersOf(hidden)
  /** Corners of one rectangle can all move by as much; more suppressed cells only widen an interval. */
  const wide = new Set<number>()
  let steps = maxSteps
  const audited = (): readonly number[] => {
    const network = suppressedNetwork(hidden, steps)
    const unsure = [...hidden.places].filter((place) => !wide.has(place))
    const narrow = new Set(narrowCells(network, unsure, widthOf))
    steps = network.steps
    for (const place of unsure) if (!narrow.has(place)) wide.add(place)
    return [...narrow]
  }
  // Looked at as they are first: what was withheld together before protects itself, and the same question
  // gets the same answer.
  let exposed = audited()
  for (let round = 0; ; round++) {
    const isLate = round >= maxAudits || steps < 0
    const served = new Set<number>()
    for (const place of exposed) {
      if (isLate) openWholly(hidden, place)
      else if (!wide.has(place)) surround(hidden, place, { corners, widthOf, wide, served })
    }
    const before = hidden.places.size
    hidden.protect()
    if (exposed.length === 0 && hidden.places.size === before) return
    exposed = audited()
  }
}

interface Surroundings {
  readonly corners: Corners
  readonly widthOf: (place: number) => number
  readonly wide: Set<number>
  readonly served: Set<number>
}

function surround(
  hidden: HiddenCells,
  place: number,
  { corners, widthOf, wide, served }: Surroundings,
): void {
  const width = widthOf(place)
  const around = rectangleFor(hidden, { corners, place, width })
  if (around === undefined) {
    cover(hidden, place, served)
    return
  }
  for (const corner of around) if (!hidden.places.has(corner)) hidden.hide(corner)
  for (const corner of [place, ...around]) if (widthOf(corner) <= width) wide.add(corner)
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
