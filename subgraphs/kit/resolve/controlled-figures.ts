import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { AggregateFunction, TableType } from '../../../schema/model/model.ts'
import type { Cell } from '../disclosure/cell.ts'
import { isSpreadOfOne } from '../disclosure/concentrated.ts'
import type { DisclosureRule, Verdict } from '../disclosure/verdict.ts'
import {
  controlledCount,
  controlledDistinct,
  controlledMean,
  controlledSpread,
  controlledSum,
  type Summed,
} from '../disclosure/figures.ts'
import { measureAlias, type Measure } from '../sql/measures.ts'
import type { Row } from '../sql/select.ts'
import { disclosure } from './disclosure.ts'
import type { Figures } from './groups-page.ts'

interface Counted {
  readonly row: Row
  readonly cell: Cell
  readonly verdict: Verdict
  readonly profile: DisclosureProfile
  /** Rows of one person in the table, on average. */
  readonly rowsEach: number
}

/** The figures of a cell that may be shown, each measure under its own rule; keys and places stay. */
export function controlledFigures(
  type: TableType,
  measures: readonly Measure[],
  counted: Counted,
): Figures {
  const shown: Record<string, unknown> = placesOf(counted.row)
  let rule: DisclosureRule = 'NONE'
  for (const measure of [{ kind: 'count' } as const, ...measures]) {
    const withheld = ruleOf(measure, counted)
    if (withheld !== 'NONE') rule = withheld
    shown[measureAlias(measure)] = withheld === 'NONE' ? valueOf(type, measure, counted) : null
  }
  const status = rule === 'NONE' ? counted.verdict.status : 'PARTIAL'
  return { row: shown, disclosure: disclosure(status, rule) }
}

/** The keys of a cell and their places in an order. */
export function placesOf(row: Row): Record<string, unknown> {
  const places: Record<string, unknown> = {}
  for (const name in row) if (placeName.test(name)) places[name] = row[name]
  return places
}

/** `$g0`, `$r0`: what groups-statement and cells-statement name keys and ranks. */
const placeName = /^\$[gr]\d/

function ruleOf(measure: Measure, counted: Counted): DisclosureRule {
  if (measure.kind === 'count') return 'NONE'
  const { fn, field } = measure
  if (fn === 'MIN' || fn === 'MAX') return 'EXTREME'
  if (fn === 'PERCENTILE' && isNearExtreme(measure, counted)) return 'EXTREME'
  if (counted.verdict.withheld.has(field)) return 'CONCENTRATED'
  return isOfOne(measure, counted) ? 'CONCENTRATED' : 'NONE'
}

type ColumnMeasure = Extract<Measure, { kind: 'column' }>

/** Fewer people than the threshold have a value on one side of the percentile. */
function isNearExtreme({ field, p = 0 }: ColumnMeasure, { cell, profile }: Counted): boolean {
  const values = cell.sums.get(field)?.values ?? cell.rows
  const persons = (cell.persons * values) / Math.max(1, cell.rows)
  return Math.min(p, 1 - p) * persons < profile.threshold
}

/** A spread that tells one value. */
function isOfOne(measure: ColumnMeasure, { row, cell, profile }: Counted): boolean {
  const sum = cell.sums.get(measure.field)
  const value = Number(row[measureAlias(measure)] ?? 0)
  if (sum === undefined) return false
  if (measure.fn === 'VARIANCE') return isSpreadOfOne(value, sum, profile)
  return measure.fn === 'STDDEV' && isSpreadOfOne(value ** 2, sum, profile)
}

function valueOf(type: TableType, measure: Measure, counted: Counted): unknown {
  const { row, cell, profile, rowsEach } = counted
  if (measure.kind === 'count') return controlledCount(cell, counted)
  const value = row[measureAlias(measure)] ?? null
  return value === null
    ? null
    : controlled[measure.fn](value, { cell, field: measure.field, profile, rowsEach, type })
}

type Control = (value: unknown, of: Summed & { rowsEach: number; type: TableType }) => unknown

const spread: Control = (value, of) => controlledSpread(Number(value), of)

/** The least and the greatest value are withheld by their rule, and never come here. */
const extreme: Control = () => null

const controlled: Readonly<Record<AggregateFunction, Control>> = {
  SUM: (value, of) => controlledSum(typeof value === 'string' ? value : Number(value), of),
  AVG: (value, of) => controlledMean(Number(value), of),
  COUNT_DISTINCT: (value, of) =>
    isPersonal(of.type, of.field) ? controlledDistinct(Number(value), of) : value,
  STDDEV: spread,
  VARIANCE: spread,
  PERCENTILE: spread,
  MIN: extreme,
  MAX: extreme,
}

/** Its values are people's, not a catalogue's. */
function isPersonal(type: TableType, field: string): boolean {
  return type.columns.get(field)?.identifying === true
}
