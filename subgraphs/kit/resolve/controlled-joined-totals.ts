import { forbidden } from '../../../auth/forbidden.ts'
import type { Join, TableType } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import { column } from '../sql/column.ts'
import { keyAlias } from '../sql/groups-statement.ts'
import type { Measure } from '../sql/measures.ts'
import type { ParentKey } from '../sql/parents.ts'
import { ofBase, prepare, type Rows } from '../sql/prepare.ts'
import { type CellsPlace, controlledCells } from './controlled-cells.ts'
import type { Control } from './control-of.ts'
import { disclosure } from './disclosure.ts'
import type { Figures } from './groups-page.ts'
import { once } from './once.ts'
import { keyText } from './row-by-key.ts'

export interface JoinedTotalsRequest {
  readonly type: TableType
  readonly rows: Rows
  readonly join: Join
  readonly measures: readonly Measure[]
}

/**
 * Totals of parents under disclosure control. All parents' cells are judged together, whichever are asked for:
 * else the withheld one would follow from the others and their total, asked for one at a time.
 */
export function controlledJoinedTotals(
  context: RequestContext,
  { type, rows, join, measures }: JoinedTotalsRequest,
  control: Control,
): (keys: readonly ParentKey[]) => Promise<readonly Figures[]> {
  const { columns, via } = join.path
  // Rows of one person may belong to several parents at the end of a path, so that no set of cells is a whole.
  if (via.length > 0) throw forbidden([`${type.name}.${join.field}`])
  const place = (of: Rows): CellsPlace => {
    const prepared = prepare(of)
    const keys = columns.map((name) => column(prepared.table, name))
    return { rows: of, prepared, keys, joins: [] }
  }
  const fetched = once(async () => {
    const { figures, isRefused } = await controlledCells(
      context,
      {
        type,
        ...place(rows),
        ...(rows.rollup === undefined ? {} : { people: place(ofBase(rows)) }),
        measures,
        widths: [columns.length],
        ranks: [],
        by: columns,
      },
      control,
    )
    const byKey = new Map(
      figures.map((one) => [keyText(columns.map((_, i) => one.row?.[keyAlias(i)])), one]),
    )
    return { byKey, absent: isRefused ? refused : absentFigures(control) }
  })
  return async (keys) => {
    const { byKey, absent } = await fetched()
    return keys.map((key) => byKey.get(keyText(key)) ?? absent)
  }
}

const refused: Figures = { row: {}, disclosure: disclosure('REFUSED', 'SPARSE') }

/** Of a parent without a cell: nobody, where that may be known. */
function absentFigures({ profile }: Control): Figures {
  return profile.zeros === 'shown'
    ? { row: undefined, disclosure: disclosure('SHOWN') }
    : { row: {}, disclosure: disclosure('SUPPRESSED', 'SMALL_CELL') }
}
