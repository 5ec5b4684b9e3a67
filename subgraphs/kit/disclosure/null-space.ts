import type { HiddenCells } from './hidden-cells.ts'
import { mixed } from './mix.ts'

/** A weight below this is nought: weights are draws from 0.5 to 1.5. */
const nought = 1e-5
/** The squared length of what is left of the margins when the projection is good enough. */
const enough = 1e-14

/**
 * The suppressed cells that follow from the shown cells and the margins of all lines but the open ones, by
 * linear algebra: those that no change of the suppressed cells which keeps every margin can move. A random
 * vector is projected on these changes (conjugate gradients on A Aᵀ); a cell is derivable where nothing is
 * left. Says how many steps along cells it took; at `maxSteps` it stops and finds fewer.
 */
export function derivableCells(
  hidden: HiddenCells,
  maxSteps: number,
): { readonly places: readonly number[]; readonly steps: number } {
  const places = [...hidden.places].filter((place) => hidden.rows(place) > 0)
  const columns = new Map<number, number>()
  const cells: number[] = []
  const lines: number[] = []
  for (const [cell, place] of places.entries())
    for (const line of hidden.lines.ofCell[place] ?? []) {
      if (hidden.open.has(line)) continue
      const column = columns.get(line) ?? columns.size
      columns.set(line, column)
      cells.push(cell)
      lines.push(column)
    }
  const system: System = {
    cells: Int32Array.from(cells),
    lines: Int32Array.from(lines),
    lineCount: columns.size,
    cellCount: places.length,
  }
  const start = Float64Array.from(places, (place) => 0.5 + mixed(place, 2) / 2 ** 32)
  const { left, steps } = projected(start, system, maxSteps)
  return { places: places.filter((_, at) => Math.abs(left[at] ?? 0) < nought), steps }
}

/** Which cell lies on which line, pair by pair. */
interface System {
  readonly cells: Int32Array
  readonly lines: Int32Array
  readonly lineCount: number
  readonly cellCount: number
}

function projected(
  start: Float64Array,
  system: System,
  maxSteps: number,
): { readonly left: Float64Array; readonly steps: number } {
  const { lineCount, cells } = system
  const multipliers = new Float64Array(lineCount)
  const rest = sums(start, system)
  const direction = Float64Array.from(rest)
  let size = dot(rest, rest)
  let steps = 0
  while (size > enough && steps <= maxSteps) {
    const image = sums(spread(direction, system), system)
    const step = size / dot(direction, image)
    for (let i = 0; i < lineCount; i++) {
      multipliers[i] = (multipliers[i] ?? 0) + step * (direction[i] ?? 0)
      rest[i] = (rest[i] ?? 0) - step * (image[i] ?? 0)
    }
    const next = dot(rest, rest)
    for (let i = 0; i < lineCount; i++)
      direction[i] = (rest[i] ?? 0) + (next / size) * (direction[i] ?? 0)
    size = next
    steps += cells.length * 2
  }
  const taken = spread(multipliers, system)
  return { left: start.map((weight, at) => weight - (taken[at] ?? 0)), steps }
}

function sums(weights: Float64Array, { cells, lines, lineCount }: System): Float64Array {
  const totals = new Float64Array(lineCount)
  for (let i = 0; i < cells.length; i++) {
    const line = lines[i] ?? 0
    totals[line] = (totals[line] ?? 0) + (weights[cells[i] ?? 0] ?? 0)
  }
  return totals
}

function spread(multipliers: Float64Array, { cells, lines, cellCount }: System): Float64Array {
  const weights = new Float64Array(cellCount)
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? 0
    weights[cell] = (weights[cell] ?? 0) + (multipliers[lines[i] ?? 0] ?? 0)
  }
  return weights
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
