/** The ways in which an answer is drawn. */
export const chartKinds = ['bar', 'line', 'area', 'scatter', 'heatmap', 'pyramid', 'tiles'] as const

export type ChartKind = (typeof chartKinds)[number]

/** What is drawn: by the ids of a table's columns. */
export interface ChartSpec {
  readonly kind: ChartKind
  /** The category, the time, or of a scatter plot the measure that runs to the right. */
  readonly x: string
  /** The measures. */
  readonly y: readonly string[]
  /** The second category: a colour, a row of a heat map, a side of a pyramid. */
  readonly series?: string | undefined
}

/** How a saved report names it: paths in `data`, where `[]` is a list's every item. */
export interface SavedChart {
  readonly kind: ChartKind | 'table'
  readonly x?: string | undefined
  readonly y?: readonly string[] | undefined
  readonly series?: string | undefined
}

/** The id of a column of the table at `table`, from a path in `data`: `provinces.nodes[].name` is `name`. */
export function columnOf(table: string, path: string): string {
  const plain = path.replaceAll('[]', '')
  return plain.startsWith(`${table}.`) ? plain.slice(table.length + 1) : plain
}

/** The path in `data` of a column, the other way round. */
export function pathOf(table: string, column: string): string {
  return table === '' ? column : `${table}[].${column}`
}

/** A saved chart by the columns of a table; undefined for what is shown as a table. */
export function specOf(table: string, saved: SavedChart | null | undefined): ChartSpec | undefined {
  if (!saved || saved.kind === 'table' || saved.x === undefined) return undefined
  const { kind, x, y = [], series } = saved
  return {
    kind,
    x: columnOf(table, x),
    y: y.map((one) => columnOf(table, one)),
    ...(series === undefined ? {} : { series: columnOf(table, series) }),
  }
}
