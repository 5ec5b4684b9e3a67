import { csvRecords } from '../data/csv-records.ts'
import { type LineProblem, lineProblems, shown } from '../data/line-problems.ts'

/** One line of a file of observations, its cells as they stand. */
export interface ObservationLine {
  /** Counted from 1, the header included. */
  readonly line: number
  readonly indicator: string
  readonly period: string
  readonly area: string
  readonly value: string
  readonly numerator: string
  readonly denominator: string
  /** PRELIMINARY, REVISED, FINAL, or empty. */
  readonly status: string
}

type Field = Exclude<keyof ObservationLine, 'line'>

/** Columns of the plain form; the first three and `value` must be there. */
const plain: Readonly<Record<Field, string>> = {
  indicator: 'indicator',
  period: 'period',
  area: 'area',
  value: 'value',
  numerator: 'numerator',
  denominator: 'denominator',
  status: 'status',
}
/** Components of SDMX-CSV 1.0 and 2.0, with the concepts of SDMX's cross-domain list. */
const sdmx: Readonly<Record<Field, string>> = {
  indicator: 'INDICATOR',
  period: 'TIME_PERIOD',
  area: 'REF_AREA',
  value: 'OBS_VALUE',
  numerator: 'NUMERATOR',
  denominator: 'DENOMINATOR',
  status: 'OBS_STATUS',
}
const required: readonly Field[] = ['indicator', 'period', 'area', 'value']

/** CL_OBS_STATUS: normal, provisional, estimated, revised. */
const statuses: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['A', 'FINAL'],
  ['P', 'PRELIMINARY'],
  ['E', 'PRELIMINARY'],
  ['R', 'REVISED'],
])
/** Actions of SDMX-CSV 2.0 that add: append, information, merge, replace. */
const adding: ReadonlySet<string> = new Set(['', 'A', 'I', 'M', 'R'])

type Cells = ReadonlyMap<string, string>

/**
 * Reads a file of observations: plain CSV, or SDMX-CSV (first column DATAFLOW, or STRUCTURE). Other columns are passed
 * over. Fails with BAD_USER_INPUT that lists the bad lines: no CSV, columns that are missing, statuses, units and actions
 * that are not understood.
 */
export function observationLines(file: string, text: string): readonly ObservationLine[] {
  const [header, ...rows] = csvRecords(file, text)
  const names = header?.cells.map((name) => name.trim().replace(/\[.*\]$/, '')) ?? []
  const isSdmx = names[0] === 'DATAFLOW' || names[0] === 'STRUCTURE'
  const columns = isSdmx ? sdmx : plain
  const missing = required.map((field) => columns[field]).filter((name) => !names.includes(name))
  if (missing.length > 0 || new Set(names).size < names.length) {
    const message = `expected a header with each of ${required.map((field) => columns[field]).join(', ')} once, got ${shown(names.join())}`
    throw lineProblems(file, [{ line: 1, message }])
  }
  if (rows.length === 0)
    throw lineProblems(file, [{ line: 2, message: 'expected at least one observation, got none' }])
  const problems: LineProblem[] = []
  const lines = rows.map(({ line, cells }): ObservationLine => {
    const byName = new Map(names.map((name, at) => [name, (cells[at] ?? '').trim()]))
    const message = isSdmx ? strangeIn(byName) : undefined
    if (message !== undefined) problems.push({ line, message })
    const cell = (field: Field) => byName.get(columns[field]) ?? ''
    return {
      line,
      indicator: cell('indicator'),
      period: cell('period'),
      area: cell('area'),
      value: cell('value'),
      numerator: cell('numerator'),
      denominator: cell('denominator'),
      status: isSdmx ? (statuses.get(cell('status')) ?? '') : cell('status'),
    }
  })
  if (problems.length > 0) throw lineProblems(file, problems)
  return lines
}

/** What of an SDMX observation is not understood; undefined where all is. */
function strangeIn(cells: Cells): string | undefined {
  const status = cells.get('OBS_STATUS') ?? ''
  if (!statuses.has(status))
    return `OBS_STATUS: expected A, P, E, R or nothing, got ${shown(status)}`
  const action = cells.get('ACTION') ?? ''
  if (!adding.has(action)) return `ACTION: expected A, I, M or R, got ${shown(action)}`
  const power = cells.get('UNIT_MULT') ?? ''
  if (!/^0?$/.test(power))
    return `UNIT_MULT: expected values in the indicator's own unit (0), got ${shown(power)}`
  return undefined
}
