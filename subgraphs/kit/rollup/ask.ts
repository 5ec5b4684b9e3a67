import type { Sql } from 'sql-template-tag'
import type { RequestContext } from '../request-context.ts'
import { asOfAlias } from '../sql/added-up.ts'
import type { Rows } from '../sql/prepare.ts'
import type { Row } from '../sql/select.ts'

/** Sends a statement over many rows; notes the rollup that it asks, and the moment that its rows stand for. */
export async function ask(
  context: RequestContext,
  { settings, rollup }: Pick<Rows, 'settings' | 'rollup'>,
  statement: Sql,
): Promise<readonly Row[]> {
  const found = await context.snapshot.query(
    settings,
    statement,
    // A rollup is small, so that any plan will do.
    rollup === undefined ? 'fresh' : 'kept',
  )
  if (rollup !== undefined) {
    const said = found[0]?.[asOfAlias]
    const known = context.rollups.find((one) => one.rollup === rollup)?.asOf ?? ''
    context.usedRollups.set(rollup.name, typeof said === 'string' ? said : known)
  }
  return found
}
