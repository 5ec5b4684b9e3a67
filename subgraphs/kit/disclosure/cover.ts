import type { HiddenCells } from './hidden-cells.ts'

/**
 * Hides one more cell for an exposed one: the cheapest on its own lines, else on lines that suppressed cells
 * join to them, else its lines are opened. `served` are the lines that got a cell in this round.
 */
export function cover(hidden: HiddenCells, place: number, served: Set<number>): void {
  const lines = hidden.lines.ofCell[place] ?? []
  if (lines.some((line) => served.has(line))) return
  const own = cheapest(hidden, lines)
  const around = own === undefined ? joined(hidden, lines) : lines
  for (const line of around) served.add(line)
  const partner = own ?? cheapest(hidden, around)
  if (partner === undefined) openWholly(hidden, place)
  else hidden.hide(partner)
}

/** Suppresses the lines of a cell wholly; their margins are then known to nobody who gets the table. */
export function openWholly(hidden: HiddenCells, place: number): void {
  for (const line of hidden.lines.ofCell[place] ?? []) {
    for (const member of hidden.lines.members[line] ?? [])
      if (!hidden.places.has(member)) hidden.hide(member)
    hidden.open.add(line)
  }
}

function cheapest(hidden: HiddenCells, lines: Iterable<number>): number | undefined {
  let best: number | undefined
  for (const line of lines) {
    const partner = hidden.partner(line)
    if (partner === undefined) continue
    if (best === undefined || hidden.persons(partner) < hidden.persons(best)) best = partner
  }
  return best
}

function joined(hidden: HiddenCells, lines: readonly number[]): ReadonlySet<number> {
  const all = new Set(lines)
  for (const line of all)
    for (const place of hidden.lines.members[line] ?? [])
      if (hidden.places.has(place))
        for (const other of hidden.lines.ofCell[place] ?? []) all.add(other)
  return all
}
