import type { TableType } from '../../../schema/model/model.ts'
import type { WholeTable } from '../disclosure/desk.ts'
import { type RequestContext, shared } from '../request-context.ts'
import { tablePlace } from '../source.ts'
import { ask } from '../rollup/ask.ts'
import { prepare, type Rows } from '../sql/prepare.ts'
import { samplePersonsAlias, sampleRowsAlias, wholeStatement } from '../sql/whole-statement.ts'
import { cellOf } from './cell-of.ts'

/** Milliseconds that a count of a whole table is good for: it is only compared with, never shown. */
const wholeMs = 600_000

/**
 * All rows that the caller may count, without a filter: known to everyone who may ask, so that a filter must
 * not leave all but a few of them. Counted once for all callers of the same rows, every ten minutes.
 */
export async function wholeTable(
  context: RequestContext,
  type: TableType,
  { where: _where, ...rows }: Rows,
  recordKey: string,
): Promise<WholeTable> {
  const { wholes } = context.disclosure
  const name = JSON.stringify([tablePlace(type), rows.access, rows.rollup?.table])
  const known = wholes.get(name)
  if (known !== undefined) return known
  // Groups and their totals ask for it side by side.
  return await shared(context, `whole ${name}`, async () => {
    const statement = wholeStatement(prepare(rows), recordKey)
    const [row = {}] = await ask(context, rows, statement)
    const rowsEach =
      Number(row[sampleRowsAlias] ?? 0) / Math.max(1, Number(row[samplePersonsAlias] ?? 0))
    const whole = {
      rowsEach: Math.max(1, rowsEach),
      cell: cellOf({ type, summed: [], widths: [], rowsEach }, row).cell,
    }
    wholes.set(name, whole, { ttl: wholeMs })
    return whole
  })
}
