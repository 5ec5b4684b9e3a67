import { compareCells } from './cell.ts'
import type { AnswerTable, Column } from './tables.ts'

/** How a reader arranged a table: by the ids of columns. */
export interface Arrangement {
  readonly sort: { readonly column: string; readonly descending: boolean } | undefined
  readonly pinned: readonly string[]
  readonly hidden: readonly string[]
  /** Pixels, where the reader drew a column wider or narrower. */
  readonly widths: Readonly<Record<string, number>>
}

export const unarranged: Arrangement = { sort: undefined, pinned: [], hidden: [], widths: {} }

/** The next state of a column's sorting: up, down, as asked. */
export function sortedBy(arrangement: Arrangement, column: string): Arrangement {
  const { sort } = arrangement
  if (sort?.column !== column) return { ...arrangement, sort: { column, descending: false } }
  if (!sort.descending) return { ...arrangement, sort: { column, descending: true } }
  return { ...arrangement, sort: undefined }
}

/** In or out of a list of columns. */
export function toggled(list: readonly string[], column: string): readonly string[] {
  return list.includes(column) ? list.filter((one) => one !== column) : [...list, column]
}

/** A column with its place among the cells of a row. */
export interface PlacedColumn extends Column {
  readonly at: number
  readonly pinned: boolean
}

/** A column as it is painted. */
export interface GridColumn extends PlacedColumn {
  readonly name: string
  /** Pixels. */
  readonly width: number
  /** Pixels from the left edge where it sticks; undefined when it scrolls. */
  readonly left: number | undefined
}

/** The columns that are shown, pinned ones first. */
export function shownColumns(table: AnswerTable, arrangement: Arrangement): PlacedColumn[] {
  const { pinned, hidden } = arrangement
  const placed = table.columns.map((column, at) => ({
    ...column,
    at,
    pinned: pinned.includes(column.id),
  }))
  const shown = placed.filter(({ id }) => !hidden.includes(id))
  return [...shown.filter((one) => one.pinned), ...shown.filter((one) => !one.pinned)]
}

/** The order of the rows: their places in the table. Equal ones stay as asked. */
export function orderOf(table: AnswerTable, { sort }: Arrangement): Uint32Array {
  const order = Uint32Array.from(table.rows, (_, index) => index)
  const at = table.columns.findIndex(({ id }) => id === sort?.column)
  const column = table.columns[at]
  if (sort === undefined || column === undefined) return order
  const cells = table.rows.map((row) => row.cells[at])
  return order.sort(
    (one, other) =>
      compareCells(column.kind, cells[one], cells[other], sort.descending) || one - other,
  )
}

const least = 64
const most = 340
const letter = 7.4
const capital = 2.2
const padding = 26

/** Pixels of a text: capitals are wider than other letters. */
function lengthOf(text: string): number {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  return text.length * letter + capitals * capital
}

/** Pixels that a column takes until the reader says otherwise: by its name and its first values. */
export function widthOf(name: string, texts: readonly string[]): number {
  const sort = 14
  const longest = Math.max(lengthOf(name) + sort, ...texts.map(lengthOf))
  return Math.round(Math.min(most, Math.max(least, longest + padding)))
}
