import { generatedName } from '../../../schema/model/generated-name.ts'
import type { TableType } from '../../../schema/model/model.ts'
import { ask } from '../rollup/ask.ts'
import { fromRollup } from '../rollup/from-rollup.ts'
import { totalsStatement } from '../sql/statements.ts'
import { controlOf } from './control-of.ts'
import { controlledTotals } from './controlled-totals.ts'
import { exact } from './disclosure.ts'
import type { Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { selectionOf } from './selection.ts'
import { measuresOf } from './measures-of.ts'

/** `parcelTotals(where)`, exact or under disclosure control. */
export function rootTotals(type: TableType): Resolver {
  return async (_root, args, context, info) => {
    const measures = measuresOf(info, type, selectionOf(info, generatedName.totals(type.name)))
    const where = args['where']
    const rows = fromRollup(context, rowsOf(context, type, 'stats', where), { where, measures })
    const control = controlOf(context, type, { where, dimensions: [], measures })
    if (control !== undefined)
      return await controlledTotals(context, { type, rows, measures }, control)
    const [row] = await ask(context, rows, totalsStatement(rows, measures))
    return { row, disclosure: exact }
  }
}
