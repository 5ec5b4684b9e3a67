import type { Join } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import { ask } from '../rollup/ask.ts'
import type { Measure } from '../sql/measures.ts'
import type { ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import type { Rows } from '../sql/prepare.ts'
import { parentTotalsStatement } from '../sql/statements.ts'
import { byOrdinal, byParentKey } from './by-parent.ts'

interface TotalsRequest {
  readonly join: Join
  readonly keys: readonly ParentKey[]
  readonly measures: readonly Measure[]
}

/** One row of measures for each parent, in their order; undefined where nothing was counted. */
export async function fetchTotals(
  context: RequestContext,
  rows: Rows,
  { join, keys, measures }: TotalsRequest,
): Promise<readonly (Row | undefined)[]> {
  const statement = parentTotalsStatement(rows, measures, { path: join.path, keys })
  const found = await ask(context, rows, statement)
  const grouped = join.path.via.length === 0 ? byParentKey(found, keys) : byOrdinal(found, keys)
  return grouped.map(([row]) => row)
}
