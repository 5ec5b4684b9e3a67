import { isRecord } from '../../is-record.ts'
import type { Language } from '../words/language.ts'

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
  readonly options?: ChartOptions | undefined
}

/** How figures are told: each as a share of another column, by how many, in which unit. */
export interface ChartOptions {
  /** The column that figures are divided by. */
  readonly divideBy?: string | undefined
  readonly per?: number | undefined
  readonly percent?: boolean | undefined
  readonly stacked?: boolean | undefined
  readonly unit?: Unit | undefined
}

/** One text for all languages, such as `m²`; or one for each. */
export type Unit = string | Readonly<Record<Language, string>>

/** How a saved report names it: paths in `data`, where `[]` is a list's every item. */
export interface SavedChart {
  readonly kind: ChartKind | 'table'
  readonly x?: string | undefined
  readonly y?: readonly string[] | undefined
  readonly series?: string | undefined
  readonly options?: Readonly<Record<string, unknown>> | undefined
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
  const { kind, x, y = [], series, options } = saved
  return {
    kind,
    x: columnOf(table, x),
    y: y.map((one) => columnOf(table, one)),
    ...(series === undefined ? {} : { series: columnOf(table, series) }),
    ...(options === undefined ? {} : { options: optionsOf(table, options) }),
  }
}

/** A chart as a report keeps it. */
export function savedOf(table: string, spec: ChartSpec): SavedChart {
  const { kind, x, y, series, options } = spec
  const { divideBy, ...rest } = options ?? {}
  const divided = divideBy === undefined ? rest : { ...rest, divideBy: pathOf(table, divideBy) }
  return {
    kind,
    x: pathOf(table, x),
    y: y.map((one) => pathOf(table, one)),
    ...(series === undefined ? {} : { series: pathOf(table, series) }),
    ...(Object.keys(divided).length === 0 ? {} : { options: divided }),
  }
}

function optionsOf(table: string, given: Readonly<Record<string, unknown>>): ChartOptions {
  const { divideBy, per, percent, stacked, unit } = given
  return {
    ...(typeof divideBy === 'string' ? { divideBy: columnOf(table, divideBy) } : {}),
    ...(typeof per === 'number' ? { per } : {}),
    ...(percent === true ? { percent } : {}),
    ...(stacked === true ? { stacked } : {}),
    ...(isUnit(unit) ? { unit } : {}),
  }
}

function isUnit(unit: unknown): unit is Unit {
  if (typeof unit === 'string') return true
  return isRecord(unit) && typeof unit['vi'] === 'string' && typeof unit['en'] === 'string'
}
