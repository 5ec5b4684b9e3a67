import { findWay, isLessened, type SuppressedNetwork, type Way } from './suppressed-network.ts'

/**
 * The cells, by place, of a table with two keys whose counts are known too well: with the shown cells and the
 * margins of all lines but the open ones known, the greatest and the least value that a cell can have are less
 * than `widthOf` apart. Exact: the bounds are integers, found by maximal flows. Cells count as narrow when the
 * network's steps are used up.
 */
export function narrowCells(
  network: SuppressedNetwork,
  candidates: readonly number[],
  widthOf: (place: number) => number,
): readonly number[] {
  const widths = Float64Array.from(network.edges.keys(), widthOf)
  const isWide = new Uint8Array(widths.length)
  return candidates.filter((place) => {
    const edge = network.edges.get(place)
    if (edge === undefined || isFree(network, edge)) return false
    return isWide[edge] !== 1 && !isRanging(network, edge, { widths, isWide })
  })
}

function isFree({ isOpen, first, second }: SuppressedNetwork, edge: number): boolean {
  return isOpen[first[edge] ?? -1] === 1 && isOpen[second[edge] ?? -1] === 1
}

/** Lines that the search for one wide way leaves; ways are short where there is one. */
const briefly = 8

interface Wanted {
  readonly widths: Float64Array
  /** Edges that were found to be wide enough while another was looked at. */
  readonly isWide: Uint8Array
}

function isRanging(network: SuppressedNetwork, edge: number, wanted: Wanted): boolean {
  const width = wanted.widths[edge] ?? 0
  const first = network.first[edge] ?? 0
  const second = network.second[edge] ?? 0
  const rows = network.values[edge] ?? 0
  const up = { edge, source: first, target: second, least: width, patience: briefly }
  const down = { edge, source: second, target: first, least: width, patience: briefly }
  for (const way of rows >= width ? [up, down] : [up])
    if (findWay(network, way)) {
      noteWay(network, way, wanted)
      return true
    }
  const raised = moved(network, up, width)
  return raised + moved(network, down, Math.min(width - raised, rows)) >= width
}

/** Every cell on a closed way can move by what the way can carry. */
function noteWay(network: SuppressedNetwork, way: Way, { widths, isWide }: Wanted): void {
  for (let node = way.target; node !== way.source; node = network.from[node] ?? way.source) {
    const via = network.via[node] ?? -1
    if (via >= 0 && (widths[via] ?? 0) <= way.least) isWide[via] = 1
  }
}

/** How far, up to `most`, the edge's value can move when the others make up for it. They are put back. */
function moved(network: SuppressedNetwork, way: Way, most: number): number {
  const { values } = network
  const before = new Map<number, number>()
  let total = 0
  while (total < most && findWay(network, { ...way, least: 1, patience: Infinity })) {
    const passed = passedEdges(network, way)
    let step = most - total
    for (const [via, lessens] of passed) if (lessens) step = Math.min(step, values[via] ?? 0)
    for (const [via, lessens] of passed) {
      const value = values[via] ?? 0
      if (!before.has(via)) before.set(via, value)
      values[via] = lessens ? value - step : value + step
    }
    total += step
  }
  for (const [via, value] of before) values[via] = value
  return total
}

function passedEdges(
  network: SuppressedNetwork,
  way: Way,
): readonly (readonly [number, boolean])[] {
  const passed: (readonly [number, boolean])[] = []
  for (let node = way.target; node !== way.source;) {
    const from = network.from[node] ?? way.source
    const via = network.via[node] ?? -1
    if (via >= 0) passed.push([via, isLessened(network, way, via, from)])
    node = from
  }
  return passed
}
