import type { TableType } from '../../../schema/model/model.ts'
import type { Cell } from '../disclosure/cell.ts'
import type { RequestContext } from '../request-context.ts'
import { cellsStatement } from '../sql/cells-statement.ts'
import { prepare, type Rows } from '../sql/prepare.ts'
import { cellOf } from './cell-of.ts'

/** Milliseconds that a count of a whole table is good for: it is only compared with, never shown. */
const wholeMs = 600_000

/**
 * All rows that the caller may count, without a filter: known to everyone who may ask, so that a filter must
 * not leave all but a few of them. Counted once for all callers of the same rows, every ten minutes.
 */
export async function wholeCell(
  context: RequestContext,
  type: TableType,
  { where: _where, ...rows }: Rows,
  recordKey: string,
): Promise<Cell> {
  const { wholes } = context.disclosure
  const name = JSON.stringify([type.table, rows.access])
  const known = wholes.get(name)
  if (known !== undefined) return known
  const table = { keys: [], joins: [], measures: [], summed: [], recordKey }
  const statement = cellsStatement(prepare(rows), table, { limit: 1, ranks: [] })
  const [row] = await context.snapshot.query(rows.settings, statement)
  const { cell } = cellOf(type, table, [], row ?? {})
  wholes.set(name, cell, { ttl: wholeMs })
  return cell
}
