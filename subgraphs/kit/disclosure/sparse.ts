import type { Cell } from './cell.ts'

/** Cells below which a table is judged cell by cell alone. */
const leastCells = 20
/** People of a cell on average, below which a table that is mostly small cells is refused. */
const leastMean = 5

/**
 * Whether a table is nearly nothing but small cells: more than half of them, and few people in each. What is
 * left of it would say more about who is hidden than about who is shown.
 */
export function isSparse(cells: readonly Cell[], small: ReadonlySet<number>): boolean {
  if (cells.length < leastCells || small.size * 2 <= cells.length) return false
  return cells.reduce((sum, { persons }) => sum + persons, 0) < leastMean * cells.length
}
