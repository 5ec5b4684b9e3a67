import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { AggregateFunction, TableType } from '../../../schema/model/model.ts'
import type { Cell } from '../disclosure/cell.ts'
import { control } from '../disclosure/control.ts'
import { unionOf } from '../disclosure/union-of.ts'
import type { RequestContext } from '../request-context.ts'
import { ask } from '../rollup/ask.ts'
import { tablePlace } from '../source.ts'
import {
  cellAlias,
  cellsStatement,
  type CellTable,
  personsStatement,
} from '../sql/cells-statement.ts'
import type { Measure } from '../sql/measures.ts'
import type { Prepared, Rows } from '../sql/prepare.ts'
import type { Row } from '../sql/select.ts'
import { canonicalText } from './canonical-text.ts'
import { cellOf, isDelicate } from './cell-of.ts'
import type { Control } from './control-of.ts'
import { controlledFigures, placesOf } from './controlled-figures.ts'
import { disclosure } from './disclosure.ts'
import type { Figures } from './groups-page.ts'
import { wholeTable } from './whole-table.ts'
import { coarser, tooMuch } from '../too-much.ts'

/** Cells of one table under control; more would make the search for derivable ones too long. */
export const maxCells = 20_000

/** Rows, and the keys of their cells as SQL. */
export interface CellsPlace {
  readonly rows: Rows
  readonly prepared: Prepared
  readonly keys: CellTable['keys']
  readonly joins: CellTable['joins']
}

/** A table of cells that is to be judged as a whole. */
export interface CellsRequest extends CellsPlace {
  readonly type: TableType
  /** Where single persons are found: the table itself, when the cells are a rollup's. */
  readonly people?: CellsPlace
  /** How many expressions each key has. */
  readonly widths: readonly number[]
  readonly measures: readonly Measure[]
  /** Keys, by expression, whose ranks the order needs. */
  readonly ranks: readonly number[]
  /** The keys as they were asked for. */
  readonly by: unknown
}

export interface ControlledCells {
  /** In the order of the keys. Cells that must not be told from absent ones are left out. */
  readonly figures: readonly Figures[]
  readonly isRefused: boolean
}

/**
 * Counts a whole table of cells and lets through what disclosure control allows. One statement, and one more
 * where cells of few people or skewed sums must be looked at person by person.
 */
export async function controlledCells(
  context: RequestContext,
  request: CellsRequest,
  by: Control,
): Promise<ControlledCells> {
  const { type, rows, prepared, measures } = request
  const { profile } = by
  context.snapshot.beDiscreet()
  const at = new Date()
  const day = context.disclosure.dayOf(context.request.caller.id, tablePlace(type), at)
  day.spendFilter(by.filter, profile, at.getTime())
  await day.learn(by.filter, profile, at.getTime())
  day.expectCellsLeft(profile, at.getTime())
  const table = { ...request, recordKey: by.recordKey, summed: summedFields(measures) }
  const limits = { limit: maxCells + 1, ranks: request.ranks }
  const statement = cellsStatement(prepared, withSums(table), limits)
  const [whole, counted] = await Promise.all([
    wholeTable(context, type, rows, by.recordKey),
    ask(context, rows, statement),
  ])
  if (counted.length > maxCells)
    throw tooMuch(
      'Disclosure control',
      { limit: 'groups', allowed: maxCells, got: 'more' },
      coarser,
    )
  const { rowsEach } = whole
  const cells = await exactCells(context, { ...request, table, profile, rowsEach }, counted)
  const log = day.logOf(canonicalText([by.filter, request.by, rows.access]))
  // Again, and nothing is awaited from here on: of two questions at once each is judged after the other's answer.
  day.expectCellsLeft(profile, at.getTime())
  const judged = control({
    cells,
    // The whole as it is now, where it is what was asked for.
    whole: by.filter === noFilter ? unionOf(cells) : whole.cell,
    profile,
    log,
  })
  const omitsSuppressed = profile.zeros === 'hidden' && request.keys.length > 0
  const isRefused = judged.refused !== undefined
  const figures = counted.flatMap((row, i): Figures[] => {
    const cell = cells[i]
    const verdict = judged.verdicts[i]
    if (isRefused || cell === undefined || verdict === undefined) return []
    if (!verdict.suppressed)
      return [controlledFigures(type, measures, { row, cell, verdict, profile, rowsEach })]
    return omitsSuppressed ? [] : [{ row: placesOf(row), disclosure: withheld }]
  })
  day.spendCells(figures.length)
  context.meters?.judged(isRefused)
  await day.tell(figures.length, at.getTime())
  return { figures, isRefused }
}

const noFilter = canonicalText({})
const withheld = disclosure('SUPPRESSED', 'SMALL_CELL')

interface ExactRequest extends CellsRequest {
  readonly table: CellTable
  readonly profile: DisclosureProfile
  readonly rowsEach: number
}

/** The counted cells, with persons and contributions counted one by one where one statement knows too little. */
async function exactCells(
  context: RequestContext,
  { type, widths, table, profile, rowsEach, ...request }: ExactRequest,
  counted: readonly Row[],
): Promise<readonly Cell[]> {
  const reading = { type, summed: table.summed, widths, rowsEach }
  const drafts = counted.map((row) => cellOf(reading, row))
  const delicate = counted.flatMap((row, i) => {
    const draft = drafts[i]
    return draft !== undefined && isDelicate(draft, profile) ? [String(row[cellAlias])] : []
  })
  if (delicate.length === 0) return drafts.map(({ cell }) => cell)
  const { rows, prepared, keys, joins } = request.people ?? request
  const statement = personsStatement(prepared, { ...table, keys, joins }, delicate)
  const people = await context.snapshot.query(rows.settings, statement)
  const byCell = new Map(people.map((row) => [row[cellAlias], row]))
  return counted.map((row) => cellOf(reading, { ...row, ...byCell.get(row[cellAlias]) }).cell)
}

/** Functions of all values: few of them, or one that outweighs the others, would be told. */
const judged: ReadonlySet<AggregateFunction> = new Set([
  'SUM',
  'AVG',
  'STDDEV',
  'VARIANCE',
  'PERCENTILE',
])

/** Fields of which a function is asked for that is judged by the sum, once each. */
function summedFields(measures: readonly Measure[]): readonly string[] {
  return [
    ...new Set(
      measures.flatMap((one) => (one.kind === 'column' && judged.has(one.fn) ? [one.field] : [])),
    ),
  ]
}

/** A mean, a spread and a percentile are judged by their sum. */
function withSums(table: CellTable): CellTable {
  const sums = table.summed.map((field): Measure => ({ kind: 'column', field, fn: 'SUM' }))
  return { ...table, measures: [...table.measures, ...sums] }
}
