import type { Column, Dimension, Join, Model, TableType } from './model.ts'
import { walkPath } from './walk-path.ts'

export type DimensionTarget =
  | { readonly kind: 'column'; readonly owner: TableType; readonly column: Column }
  | { readonly kind: 'join'; readonly owner: TableType; readonly join: Join }

/** The column or join that a dimension reads; in words where there is none. */
export function dimensionTarget(
  model: Model,
  type: TableType,
  { via, field }: Dimension,
): DimensionTarget | string {
  const steps = walkPath(model, type, via)
  if (typeof steps === 'string') return steps
  const several = steps.find(({ join }) => join.shape !== 'one')
  if (several !== undefined) return `${several.join.field} leads to several rows`
  const owner = steps.at(-1)?.to ?? type
  const column = owner.columns.get(field)
  if (column !== undefined) return { kind: 'column', owner, column }
  const join = owner.joins.get(field)
  if (join === undefined) return `expected a field of ${owner.name}, got ${field}`
  return { kind: 'join', owner, join }
}
