import type { TableType } from '../../../schema/model/model.ts'
import { totalsStatement } from '../sql/statements.ts'
import { generatedName } from '../../../schema/model/generated-name.ts'
import type { Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { selectionOf } from './selection.ts'
import { measuresOf, totalsOf } from './totals.ts'

/** `parcelTotals(where)` */
export function rootTotals(type: TableType): Resolver {
  return async (_root, args, context, info) => {
    const measures = measuresOf(info, type, selectionOf(info, generatedName.totals(type.name)))
    const rows = rowsOf(context, type, 'stats', args['where'])
    const [row] = await context.snapshot.query(rows.settings, totalsStatement(rows, measures))
    return totalsOf(type, row)
  }
}
