import type { Join, ModelType, TableType } from '../../../schema/model/model.ts'
import { loader } from '../request-context.ts'
import type { ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import { fetchTotals } from './fetch-totals.ts'
import { parentKey } from './parent-key.ts'
import { generatedName } from '../../../schema/model/generated-name.ts'
import type { Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { fieldIdentity, selectionOf } from './selection.ts'
import { measuresOf, totalsOf } from './totals.ts'

/** Totals over the rows that belong to the parent; one statement for any number of parents. */
export function joinedTotals(type: ModelType, target: TableType, join: Join): Resolver {
  return async (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    if (key === undefined) return totalsOf(target, undefined)
    const load = (keys: readonly ParentKey[]): Promise<readonly (Row | undefined)[]> => {
      const rows = rowsOf(context, target, 'stats', args['where'])
      return fetchTotals(context, rows, {
        join,
        keys,
        measures: measuresOf(info, target, selectionOf(info, generatedName.totals(target.name))),
      })
    }
    return totalsOf(target, await loader(context, fieldIdentity(info), load).load(key))
  }
}
