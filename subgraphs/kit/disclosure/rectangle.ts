import type { HiddenCells } from './hidden-cells.ts'

/** The cells of a table with two keys by their lines; -1 where it has none. */
export interface Corners {
  readonly rowOf: Int32Array
  readonly columnOf: Int32Array
  at(row: number, column: number): number
}

/** Lines times lines up to which a flat array finds cells, which is fastest. */
const maxFlat = 4_000_000

export function cornersOf({ lines }: HiddenCells): Corners {
  const rowOf = Int32Array.from(lines.ofCell, ([row = 0]) => row)
  const columnOf = Int32Array.from(lines.ofCell, ([, column = 0]) => column)
  const count = lines.members.length
  const placed = [...rowOf].map(
    (row, place) => [row * count + (columnOf[place] ?? 0), place] as const,
  )
  if (count ** 2 > maxFlat) {
    const places = new Map(placed)
    return { rowOf, columnOf, at: (row, column) => places.get(row * count + column) ?? -1 }
  }
  const flat = new Int32Array(count ** 2).fill(-1)
  for (const [at, place] of placed) flat[at] = place
  return { rowOf, columnOf, at: (row, column) => flat[row * count + column] ?? -1 }
}

export interface Wish {
  readonly corners: Corners
  readonly place: number
  readonly width: number
}

/**
 * The cheapest other corners, those of the fewest persons that are still shown, of a rectangle which lets a
 * cell range over `width`: its neighbours are lessened while it rises, and its opposite while it falls.
 * Undefined where the table has none.
 */
export function rectangleFor(hidden: HiddenCells, wish: Wish): readonly number[] | undefined {
  const { corners, place } = wish
  const below = hidden.byCost(corners.columnOf[place] ?? -1).filter((under) => under !== place)
  let best: Rectangle = { cost: Infinity, places: [] }
  for (const beside of hidden.byCost(corners.rowOf[place] ?? -1))
    if (beside !== place) best = cheapest(hidden, wish, { best, beside, below })
  return best.cost === Infinity ? undefined : best.places
}

interface Rectangle {
  readonly cost: number
  readonly places: readonly number[]
}

interface Pairs {
  readonly best: Rectangle
  readonly beside: number
  readonly below: readonly number[]
}

function cheapest(
  hidden: HiddenCells,
  { corners, place, width }: Wish,
  { best, beside, below }: Pairs,
): Rectangle {
  const column = corners.columnOf[beside] ?? -1
  let found = best
  for (const under of below) {
    const known = hidden.cost(beside) + hidden.cost(under)
    // What costs least comes first, so nothing cheaper comes after.
    if (known >= found.cost) break
    const opposite = corners.at(corners.rowOf[under] ?? -1, column)
    if (opposite < 0 || !hidden.isUseful(opposite)) continue
    const cost = known + hidden.cost(opposite)
    const rise = Math.min(hidden.rows(beside), hidden.rows(under))
    const fall = Math.min(hidden.rows(place), hidden.rows(opposite))
    if (cost < found.cost && rise + fall >= width)
      found = { cost, places: [beside, under, opposite] }
  }
  return found
}
