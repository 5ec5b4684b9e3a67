import type { Join, ModelType, TableType } from '../../../schema/model/model.ts'
import { loader, shared } from '../request-context.ts'
import type { ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import { parentPagesStatement } from '../sql/statements.ts'
import { byOrdinal } from './by-parent.ts'
import { checkRows } from './check-rows.ts'
import { connectionOf, planConnection } from './connection.ts'
import { fetchTotals } from './fetch-totals.ts'
import { parentKey } from './parent-key.ts'
import type { Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { fieldIdentity } from './selection.ts'

/** A page of the rows that belong to the parent; pages of all parents come from one statement. */
export function joinedConnection(type: ModelType, target: TableType, join: Join): Resolver {
  return (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    const { plan, rows } = shared(context, `plan ${fieldIdentity(info)}`, () => ({
      plan: planConnection(context, info, target, args),
      rows: rowsOf(context, target, 'read', args['where']),
    }))
    if (key === undefined)
      return connectionOf(context, plan, {
        page: () => Promise.resolve([]),
        totalCount: () => Promise.resolve(0),
      })
    const pages = loader(
      context,
      `${fieldIdentity(info)} page`,
      async (keys: readonly ParentKey[]) => {
        checkRows(join, keys.length * plan.request.size)
        const statement = parentPagesStatement(rows, plan.page, { path: join.path, keys })
        const byKeyAlone = rows.where === undefined || rows.where === null
        const found = await context.snapshot.query(
          rows.settings,
          statement,
          byKeyAlone ? 'kept' : 'fresh',
        )
        return byOrdinal(found, keys)
      },
    )
    const counts = loader(context, `${fieldIdentity(info)} count`, (keys: readonly ParentKey[]) =>
      fetchTotals(context, rows, { join, keys, measures: [{ kind: 'count' }] }),
    )
    return connectionOf(context, plan, {
      page: () => pages.load(key),
      totalCount: async () => (await counts.load(key))?.['$count'] ?? 0,
    })
  }
}
