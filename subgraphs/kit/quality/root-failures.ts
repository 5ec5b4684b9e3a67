import { isCompared } from '../../../schema/model/quality-rule.ts'
import type { TableType } from '../../../schema/model/model.ts'
import { connectionOf, planConnection } from '../resolve/connection.ts'
import type { Resolver } from '../resolve/resolver.ts'
import { rowsOf } from '../resolve/rows-of.ts'
import { pageStatement, totalsStatement } from '../sql/statements.ts'
import { unknownRule } from './root-quality.ts'

/**
 * `parcelQualityFailures(rule, first, after)`: rows that failed a rule when it was last judged, as far as the caller may
 * read them anyway. Null where the table was never judged by the rules of now, and of rules that compare with another database. Fails with BAD_USER_INPUT for a rule
 * that is none of the type.
 */
export function rootFailures(type: TableType): Resolver {
  return (_root, args, context, info) => {
    const plan = context.quality?.plans.get(type.name)
    const found = plan?.rules.find(({ rule }) => rule.code === args['rule'])
    if (plan === undefined || found === undefined) throw unknownRule(args['rule'])
    // Of what is compared with another database nobody keeps which rows it was.
    if (isCompared(found.rule)) return null
    // Rows that are streamed are those of whole tables: a worklist is answered as pages.
    if (context.capture !== undefined || context.quality?.judged.has(type.name) !== true)
      return null
    const asked = planConnection(context, info, type, args)
    const failing = { table: plan.rowTable, bit: found.bit }
    const rows = { ...rowsOf(context, type, 'read'), failing }
    return connectionOf(context, asked, {
      page: () => context.snapshot.query(rows.settings, pageStatement(rows, asked.page)),
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
