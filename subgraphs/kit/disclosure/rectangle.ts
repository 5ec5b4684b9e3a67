import type { HiddenCells } from './hidden-cells.ts'

export type Corners = ReadonlyMap<number, number>

/** The cells of a table with two keys by their two lines. */
export function cornersOf({ lines }: HiddenCells): Corners {
  const count = lines.members.length
  return new Map(lines.ofCell.map(([row = 0, column = 0], place) => [row * count + column, place]))
}

function cornerOf({ lines }: HiddenCells, ofRow: number, ofColumn: number): number {
  const row = lines.ofCell[ofRow]?.[0] ?? 0
  const column = lines.ofCell[ofColumn]?.[1] ?? 0
  return row * lines.members.length + column
}

/**
 * The cheapest other corners, those of the fewest persons that are still shown, of a rectangle which lets a
 * cell of a table with two keys range over `width`: its neighbours are lessened while it rises, and its
 * opposite while it falls. Undefined where the table has none.
 */
export function rectangleFor(
  hidden: HiddenCells,
  { corners, place, width }: { corners: Corners; place: number; width: number },
): readonly number[] | undefined {
  const [row = -1, column = -1] = hidden.lines.ofCell[place] ?? []
  const below = usable(hidden, column, place)
  let best: Rectangle = { cost: Infinity, places: [] }
  for (const beside of usable(hidden, row, place))
    for (const under of below) {
      const known = costOf(hidden, beside) + costOf(hidden, under)
      // What costs least comes first, so nothing cheaper comes after.
      if (known >= best.cost) break
      const opposite = corners.get(cornerOf(hidden, under, beside))
      if (opposite === undefined || !hidden.isUseful(opposite)) continue
      const cost = known + costOf(hidden, opposite)
      const places = [beside, under, opposite]
      if (cost < best.cost && roomOf(hidden, place, places) >= width) best = { cost, places }
    }
  return best.cost === Infinity ? undefined : best.places
}

function roomOf(hidden: HiddenCells, place: number, places: readonly number[]): number {
  const [beside = 0, under = 0, opposite = 0] = places.map((corner) => hidden.rows(corner))
  return Math.min(beside, under) + Math.min(hidden.rows(place), opposite)
}

interface Rectangle {
  readonly cost: number
  readonly places: readonly number[]
}

function usable(hidden: HiddenCells, line: number, without: number): readonly number[] {
  return (hidden.lines.members[line] ?? [])
    .filter((place) => place !== without && hidden.isUseful(place))
    .sort((a, b) => costOf(hidden, a) - costOf(hidden, b) || a - b)
}

function costOf(hidden: HiddenCells, place: number): number {
  return hidden.places.has(place) ? 0 : hidden.persons(place)
}
