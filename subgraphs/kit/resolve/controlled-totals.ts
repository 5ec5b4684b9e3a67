import type { TableType } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import type { Measure } from '../sql/measures.ts'
import { ofBase, prepare, type Rows } from '../sql/prepare.ts'
import type { Control } from './control-of.ts'
import { type CellsPlace, controlledCells } from './controlled-cells.ts'
import { disclosure } from './disclosure.ts'
import type { Figures } from './groups-page.ts'

export interface TotalsRequest {
  readonly type: TableType
  readonly rows: Rows
  readonly measures: readonly Measure[]
}

/** Totals over all rows that the filter leaves: a table of one cell. */
export async function controlledTotals(
  context: RequestContext,
  { type, rows, measures }: TotalsRequest,
  control: Control,
): Promise<Figures> {
  const people = rows.rollup === undefined ? {} : { people: place(ofBase(rows)) }
  const request = { type, ...place(rows), ...people, measures, widths: [], ranks: [], by: [] }
  const { figures } = await controlledCells(context, request, control)
  return figures[0] ?? { row: {}, disclosure: disclosure('SUPPRESSED', 'SMALL_CELL') }
}

function place(rows: Rows): CellsPlace {
  return { rows, prepared: prepare(rows), keys: [], joins: [] }
}
