import { type Cell, whereOf } from './cell.ts'
import { combined, type Observation, unknown } from './observation.ts'
import { pad } from './pad.ts'
import { any, type Where } from './where.ts'

/** The sets of a round: the cell alone in the first, then a set with the cell and the same without it. */
export function trackedSets(cell: Cell, round: number): readonly Where[] | undefined {
  if (round === 0) return [whereOf(cell)]
  const other = pad(cell, round - 1)
  return other === undefined ? undefined : [any(whereOf(cell), other), other]
}

/** What the answers about a round's sets say of the cell. */
export function tracked([first, second]: readonly Observation[]): Observation {
  return second === undefined ? (first ?? unknown) : combined([1, first], [-1, second])
}
