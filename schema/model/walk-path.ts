import type { Join, Model, TableType } from './model.ts'

export interface Step {
  readonly from: TableType
  readonly join: Join
  readonly to: TableType
}

/** The type of that name where it is a table of this ministry. */
export function targetTable(model: Model, name: string): TableType | undefined {
  const type = model.types.get(name)
  return type?.kind === 'table' ? type : undefined
}

/** Follows join fields from a table; answers the steps, or in words where the way breaks. */
export function walkPath(
  model: Model,
  start: TableType,
  via: readonly string[],
): readonly Step[] | string {
  const steps: Step[] = []
  let from = start
  for (const field of via) {
    const join = from.joins.get(field)
    if (join === undefined || join.shape === 'totals')
      return `expected a join field of ${from.name}, got ${field}`
    if (join.path.via.length > 0) return `${from.name}.${field} itself goes via other rows`
    const to = targetTable(model, join.target)
    if (to === undefined) return `${from.name}.${field} leads out of this ministry`
    steps.push({ from, join, to })
    from = to
  }
  return steps
}
