import type { TableType } from '../../../schema/model/model.ts'
import { capture } from '../rows/captured-rows.ts'
import { pageStatement, totalsStatement } from '../sql/statements.ts'
import { connectionOf, planConnection } from './connection.ts'
import type { Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'

/** `parcels(where, orderBy, first, after, last, before)` */
export function rootConnection(type: TableType): Resolver {
  return (_root, args, context, info) => {
    if (context.capture !== undefined)
      return capture(context, context.capture, { type, args, info })
    const plan = planConnection(context, info, type, args)
    const rows = rowsOf(context, type, 'read', args['where'])
    return connectionOf(context, plan, {
      page: () => context.snapshot.query(rows.settings, pageStatement(rows, plan.page)),
      totalCount: async () => {
        const [row] = await context.snapshot.query(
          rows.settings,
          totalsStatement(rows, [{ kind: 'count' }]),
        )
        return row?.['$count']
      },
    })
  }
}
