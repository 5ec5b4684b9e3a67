import type { GraphQLResolveInfo } from 'graphql'
import { generatedName } from '../../../schema/model/generated-name.ts'
import type { AggregateFunction, TableType } from '../../../schema/model/model.ts'
import { measureAlias, type Measure } from '../sql/measures.ts'
import type { Row } from '../sql/select.ts'
import { selectionOf } from './selection.ts'

const functionFields: Readonly<Record<string, AggregateFunction>> = {
  sum: 'SUM',
  avg: 'AVG',
  min: 'MIN',
  max: 'MAX',
}

/** The measures that the operation selects; the count where it selects none. */
export function measuresOf(info: GraphQLResolveInfo, type: TableType): readonly Measure[] {
  const selection = selectionOf(info, generatedName.totals(type.name))
  const measures: Measure[] = []
  for (const [field, nodes] of selection) {
    if (!type.columns.has(field)) continue
    for (const name of selectionOf(info, generatedName.measure(type.name, field), nodes).keys()) {
      const fn = functionFields[name]
      if (fn !== undefined) measures.push({ kind: 'column', field, fn })
    }
  }
  return measures.length === 0 || selection.has('count')
    ? [{ kind: 'count' }, ...measures]
    : measures
}

/** A totals object from its row; no row means that nothing was counted. */
export function totalsOf(type: TableType, row: Row | undefined): Readonly<Record<string, unknown>> {
  const totals: Record<string, unknown> = { count: row?.['$count'] ?? 0 }
  for (const { field, measures } of type.columns.values()) {
    if (measures.length === 0) continue
    const value = (fn: AggregateFunction): unknown =>
      row?.[measureAlias({ kind: 'column', field, fn })] ?? null
    totals[field] = Object.fromEntries(
      Object.entries(functionFields).map(([name, fn]) => [name, value(fn)]),
    )
  }
  return totals
}
