import type { Cell } from '../answer/cell.ts'
import { columnName } from '../answer/column-name.ts'
import { type AnswerTable, type Column, withheldBy } from '../answer/tables.ts'
import type { Language } from '../words/language.ts'
import { nameBeside, rolesOf } from './roles.ts'
import type { ChartOptions, ChartSpec } from './spec.ts'

/** One figure of a chart. */
export interface Point {
  readonly x: string | number | Date
  readonly y: number | null
  readonly series: string
  /** Of a figure whose `x` does not name it: what it is about. */
  readonly label: string
  /** The code behind `x` where `x` is a province. */
  readonly code: string
  /** Why there is no figure. */
  readonly withheld: string | undefined
}

export interface Drawn {
  readonly points: readonly Point[]
  readonly xName: string
  readonly yName: string
  readonly seriesName: string | undefined
  /** In the order of the answer. */
  readonly series: readonly string[]
  readonly categories: readonly string[]
  readonly temporal: boolean
}

/** The figures that a chart draws, one for each row and measure; undefined when a column is not in the table. */
export function drawnOf(
  language: Language,
  table: AnswerTable,
  spec: ChartSpec,
): Drawn | undefined {
  const at = (id: string) => table.columns.findIndex((column) => column.id === id)
  const [x, series] = [at(spec.x), spec.series === undefined ? -1 : at(spec.series)]
  const measures = spec.y.map(at).filter((place) => place >= 0)
  const xColumn = table.columns[x]
  if (xColumn === undefined || measures.length === 0) return undefined
  const temporal = isTime(xColumn)
  const roled = rolesOf(table)
  const code = roled[x]
  const label = spec.kind === 'tiles' && code ? nameBeside(roled, code)?.at : undefined
  const { options = {} } = spec
  const names = measureNames(table, measures)
  const name =
    spec.kind === 'scatter'
      ? roled.find(({ role, path }) => role !== 'measure' && path.at(-1) === 'name')
      : undefined
  const divisor = options.divideBy === undefined ? undefined : at(options.divideBy)
  const points = table.rows.flatMap((row) =>
    measures.map((measure): Point => {
      const column = table.columns[measure]
      const value = row.cells[measure]
      return {
        x: xValue(row.cells[label ?? x], xColumn, spec),
        y: figure(value, divisor === undefined ? 1 : row.cells[divisor], options),
        series: seriesText(series >= 0 ? row.cells[series] : undefined, names.get(measure)),
        label: String(name === undefined ? '' : (row.cells[name.at] ?? '')),
        code: String(row.cells[x] ?? ''),
        withheld: column && withheldBy(row, column, value),
      }
    }),
  )
  return {
    points,
    xName: columnName(xColumn),
    yName: [measures.map((place) => nameAt(table, place)).join(', '), unitText(language, spec)]
      .filter(Boolean)
      .join(' '),
    seriesName: series >= 0 ? nameAt(table, series) : undefined,
    series: [...new Set(points.map((point) => point.series))],
    categories: [...new Set(points.map((point) => String(point.x)))],
    temporal,
  }
}

function isTime({ kind }: Column): boolean {
  return kind === 'date' || kind === 'moment' || kind === 'midnight'
}

/** A value as the chart tells it: alone, or as a share; null where there is none, or nothing to divide by. */
function figure(value: Cell, divisor: Cell, { per, percent }: ChartOptions): number | null {
  if (typeof value !== 'number' || typeof divisor !== 'number' || divisor === 0) return null
  return (value / divisor) * (per ?? (percent ? 100 : 1))
}

/** The unit of the figures, in parentheses; empty where none is told. */
export function unitText(language: Language, { options = {} }: Pick<ChartSpec, 'options'>): string {
  const { per, percent, unit } = options
  const named = typeof unit === 'object' ? unit[language] : unit
  const said = named ?? (percent ? '%' : per === undefined ? undefined : `/ ${per}`)
  return said === undefined ? '' : `(${said})`
}

/** What a bar without a name is called. */
export const unnamed = '–'

function xValue(cell: Cell, column: Column, spec: ChartSpec): string | number | Date {
  if (spec.kind === 'scatter') return typeof cell === 'number' ? cell : Number.NaN
  if (isTime(column)) return new Date(String(cell))
  return cell === null || cell === undefined || cell === '' ? unnamed : String(cell)
}

function seriesText(cell: Cell, measure: string | undefined): string {
  const named = cell === undefined ? '' : String(cell ?? unnamed)
  return [named, measure ?? ''].filter((part) => part !== '').join(' · ')
}

/** Several measures by what tells them apart: `august · count` and `october · count` are august and october. */
function measureNames(
  table: AnswerTable,
  measures: readonly number[],
): ReadonlyMap<number, string> {
  const paths = measures.map((at) => [at, table.columns[at]?.path ?? []] as const)
  if (paths.length < 2) return new Map()
  const last = paths[0]?.[1].at(-1)
  const shared = paths.every(([, path]) => path.length > 1 && path.at(-1) === last)
  return new Map(
    paths.map(([at, path]) => [at, columnName({ path: shared ? path.slice(0, -1) : path })]),
  )
}

function nameAt(table: AnswerTable, place: number): string {
  const column = table.columns[place]
  return column ? columnName(column) : ''
}
