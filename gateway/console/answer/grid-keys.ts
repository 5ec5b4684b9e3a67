/** A cell of a grid; row -1 is the head. */
export interface Place {
  readonly row: number
  readonly column: number
}

const pageRows = 15

/** Where a key leads to; undefined when it leads nowhere (WAI-ARIA grid). */
export function nextPlace(
  { key, ctrlKey, metaKey }: { key: string; ctrlKey: boolean; metaKey: boolean },
  { row, column }: Place,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Place | undefined {
  const far = ctrlKey || metaKey
  const to: Readonly<Record<string, Place>> = {
    ArrowDown: { row: far ? rows - 1 : row + 1, column },
    ArrowUp: { row: far ? -1 : row - 1, column },
    ArrowRight: { row, column: far ? columns - 1 : column + 1 },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    PageDown: { row: row + pageRows, column },
    PageUp: { row: row - pageRows, column },
    Home: { row: far ? -1 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: columns - 1 },
  }
  const next = to[key]
  return (
    next && {
      row: Math.max(-1, Math.min(rows - 1, next.row)),
      column: Math.max(0, Math.min(columns - 1, next.column)),
    }
  )
}
