import type { RequestContext } from '../request-context.ts'
import { ask } from '../rollup/ask.ts'
import { groupOrder } from '../sql/group-order.ts'
import { groupsAlias, groupsStatement } from '../sql/groups-statement.ts'
import { havingCondition } from '../sql/having.ts'
import { totalsStatement } from '../sql/statements.ts'
import { exact } from './disclosure.ts'
import type { GroupsPage } from './groups-page.ts'
import type { GroupsQuestion } from './groups-question.ts'
import { once } from './once.ts'

/**
 * Groups as PostgreSQL counts them: one statement, another for totals and shares, and one more for the
 * number of groups of a page beyond the last.
 */
export function exactGroups(context: RequestContext, question: GroupsQuestion): GroupsPage {
  const { rows, prepared, keys, size, offset } = question
  const page = {
    keys,
    measures: question.measures,
    having:
      question.having === undefined ? undefined : havingCondition(prepared.table, question.having),
    order: groupOrder({ table: prepared.table, keys: keys.keys }, question.order),
    limit: size + 1,
    offset,
  }
  const fetched = once(() => ask(context, rows, groupsStatement(prepared, page)))
  return {
    groups: async () => (await fetched()).slice(0, size).map((row) => ({ row, disclosure: exact })),
    totals: once(async () => {
      const statement = totalsStatement(rows, [{ kind: 'count' }, ...question.totalMeasures])
      const [row] = await ask(context, rows, statement)
      return { row, disclosure: exact }
    }),
    groupCount: async () => {
      const [row] = await fetched()
      if (row !== undefined || offset === 0) return Number(row?.[groupsAlias] ?? 0)
      // The page lies beyond the last group, so no row of it tells how many there are.
      const first = groupsStatement(prepared, { ...page, limit: 1, offset: 0 })
      const [one] = await ask(context, rows, first)
      return Number(one?.[groupsAlias] ?? 0)
    },
    more: async () => (await fetched()).length > size,
    disclosure: async () => exact,
  }
}
