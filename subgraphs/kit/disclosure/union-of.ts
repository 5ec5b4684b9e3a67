import type { Cell } from './cell.ts'

/** All cells of one table as one: they hold every row that its filter leaves, each once. */
export function unionOf(cells: readonly Cell[]): Cell {
  let [rows, persons, keySum, sketch] = [0, 0, 0n, 0n]
  for (const cell of cells) {
    rows += cell.rows
    persons += cell.persons
    keySum += cell.keySum
    sketch |= cell.sketch
  }
  return { key: [], rows, persons, keySum, sketch, sums: new Map() }
}
