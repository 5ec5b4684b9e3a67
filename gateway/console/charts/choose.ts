import type { AnswerTable } from '../answer/tables.ts'
import { type RoledColumn, nameBeside, rolesOf } from './roles.ts'
import type { ChartSpec } from './spec.ts'

/** Categories beyond which bars are no longer read one by one. */
const mostBars = 60
const mostSeries = 8
const mostLines = 12
const mostMeasures = 3
/** Fewer provinces than this are read better as bars. */
const fewProvinces = 5

/**
 * How a table is best drawn, by what its columns are: time runs to the right, provinces lie on the map, age bands
 * of both sexes make a pyramid, two categories a heat map. Undefined when there is nothing to draw.
 */
export function chartFor(table: AnswerTable): ChartSpec | undefined {
  const columns = rolesOf(table)
  const measures = columns.filter(({ role }) => role === 'measure')
  if (measures.length === 0 || table.rows.length < 2) return undefined
  const categories = columns.filter(({ role, distinct }) => role === 'category' && distinct > 1)
  const found: Found = {
    rows: table.rows.length,
    columns,
    measures,
    categories: named(columns, categories),
    of: (role) => columns.find((one) => one.role === role),
  }
  return byTimeOrPlace(found) ?? byCategory(found)
}

interface Found {
  readonly rows: number
  readonly columns: readonly RoledColumn[]
  readonly measures: readonly RoledColumn[]
  readonly categories: readonly RoledColumn[]
  readonly of: (role: RoledColumn['role']) => RoledColumn | undefined
}

function byTimeOrPlace({ of, rows, columns, measures, categories }: Found): ChartSpec | undefined {
  const [time, sex, band, province] = [of('time'), of('sex'), of('band'), of('province')]
  const y = measures.slice(0, 1).map(({ id }) => id)
  if (band && sex) return { kind: 'pyramid', x: band.id, y, series: sex.id }
  if (time && time.distinct > 2)
    return overTime(time, measures, province ?? sex ?? categories[0], columns)
  if (province && province.distinct === rows && rows > fewProvinces)
    return { kind: 'tiles', x: province.id, y }
  if (band) return { kind: 'bar', x: band.id, y, ...withSeries(categories[0]) }
  return undefined
}

function byCategory({ of, rows, measures, categories }: Found): ChartSpec | undefined {
  const [category, second] = categories
  const y = measures.slice(0, 1).map(({ id }) => id)
  if (category && second && category.distinct * second.distinct >= rows / 2)
    return twoCategories(category, second, y)
  if (category && category.distinct <= mostBars)
    return {
      kind: 'bar',
      x: category.id,
      y: sameScale(measures).slice(0, mostMeasures),
      ...withSeries(of('sex')),
    }
  const [across, up] = measures
  if (across && up) return { kind: 'scatter', x: across.id, y: [up.id] }
  return category && { kind: 'bar', x: category.id, y }
}

function overTime(
  time: RoledColumn,
  measures: readonly RoledColumn[],
  by: RoledColumn | undefined,
  columns: readonly RoledColumn[],
): ChartSpec {
  const [measure] = measures
  const shown = by && (nameBeside(columns, by) ?? by)
  if (shown === undefined || shown.distinct < 2)
    return { kind: 'line', x: time.id, y: sameScale(measures).slice(0, mostSeries) }
  if (shown.distinct > mostLines)
    return { kind: 'heatmap', x: time.id, y: [measure?.id ?? ''], series: shown.id }
  return { kind: 'line', x: time.id, y: [measure?.id ?? ''], series: shown.id }
}

function twoCategories(one: RoledColumn, other: RoledColumn, y: readonly string[]): ChartSpec {
  const [many, few] = one.distinct >= other.distinct ? [one, other] : [other, one]
  if (few.distinct <= 3) return { kind: 'bar', x: many.id, y, series: few.id }
  return { kind: 'heatmap', x: few.id, y, series: many.id }
}

/** Categories by the names beside their codes, each once. */
function named(
  columns: readonly RoledColumn[],
  categories: readonly RoledColumn[],
): readonly RoledColumn[] {
  const parents = new Set<string>()
  return categories.flatMap((one) => {
    const parent = one.path.slice(0, -1).join('.')
    const shown = nameBeside(columns, one) ?? one
    if (parent !== '' && parents.has(parent)) return []
    parents.add(parent)
    return parent === '' && shown.id !== one.id ? [] : [shown]
  })
}

/** Measures that end in the same field as the first are of one unit and stand on one axis. */
function sameScale(measures: readonly RoledColumn[]): readonly string[] {
  const [first] = measures
  return measures.filter(({ path }) => path.at(-1) === first?.path.at(-1)).map(({ id }) => id)
}

function withSeries(column: RoledColumn | undefined): { series?: string } {
  return column && column.distinct > 1 && column.distinct <= mostSeries ? { series: column.id } : {}
}
