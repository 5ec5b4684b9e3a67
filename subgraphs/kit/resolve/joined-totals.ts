import { generatedName } from '../../../schema/model/generated-name.ts'
import type { Join, ModelType, TableType } from '../../../schema/model/model.ts'
import { loader, shared } from '../request-context.ts'
import { fromRollup } from '../rollup/from-rollup.ts'
import type { Measure } from '../sql/measures.ts'
import type { ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import { controlledJoinedTotals } from './controlled-joined-totals.ts'
import { controlOf } from './control-of.ts'
import { exact } from './disclosure.ts'
import { fetchTotals } from './fetch-totals.ts'
import type { Figures } from './groups-page.ts'
import { parentKey } from './parent-key.ts'
import type { Arguments, Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { fieldIdentity, selectionOf } from './selection.ts'
import { measuresOf } from './measures-of.ts'
import type { RequestContext } from '../request-context.ts'

/** Totals over the rows that belong to the parent; one statement for any number of parents. */
export function joinedTotals(type: ModelType, target: TableType, join: Join): Resolver {
  return async (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    if (key === undefined) return { row: undefined, disclosure: exact }
    const name = fieldIdentity(info)
    const figuresOf = shared(context, `totals ${name}`, () => {
      const measures = measuresOf(
        info,
        target,
        selectionOf(info, generatedName.totals(target.name)),
      )
      return figuresOfParents(context, { target, join, measures, args })
    })
    return await loader(context, name, figuresOf).load(key)
  }
}

interface TotalsOfParents {
  readonly target: TableType
  readonly join: Join
  readonly measures: readonly Measure[]
  readonly args: Arguments
}

/** Figures of parents in their order, exact or under disclosure control. */
function figuresOfParents(
  context: RequestContext,
  { target, join, measures, args }: TotalsOfParents,
): (keys: readonly ParentKey[]) => Promise<readonly Figures[]> {
  const where = args['where']
  const question = { where, measures, path: join.path }
  const rows = fromRollup(context, rowsOf(context, target, 'stats', where), question)
  const fields = [...target.columns.values()].filter(({ column }) =>
    join.path.columns.includes(column),
  )
  const control = controlOf(context, target, {
    where,
    dimensions: [],
    measures,
    fields: fields.map(({ field }) => field),
  })
  if (control !== undefined)
    return controlledJoinedTotals(context, { type: target, rows, join, measures }, control)
  return async (keys) => {
    const found = await fetchTotals(context, rows, { join, keys, measures })
    return found.map((row) => ({ row, disclosure: exact }))
  }
}
