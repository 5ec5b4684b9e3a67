import type { Problem } from '../problem.ts'
import { dimensionTarget, type DimensionTarget } from './dimension-target.ts'
import type { Dimension, Model, TableType } from './model.ts'

/** What cannot be grouped by: paths to several rows, unknown fields, whatever singles out a person. */
export function checkDimensions(model: Model, type: TableType): Problem[] {
  return [...type.dimensions.values()].flatMap((dimension) => {
    const message = dimensionProblem(model, type, dimension)
    const coordinate = `${type.name}.${dimension.name}`
    return message === undefined
      ? []
      : [{ code: 'DIMENSION_BROKEN', message, coordinate, line: dimension.line }]
  })
}

function dimensionProblem(model: Model, type: TableType, dimension: Dimension): string | undefined {
  if (type.stats.length === 0) return `expected @aggregate(scopes: …) on ${type.name}`
  const target = dimensionTarget(model, type, dimension)
  if (typeof target === 'string') return target
  if (target.kind === 'join') {
    if (dimension.derive !== undefined)
      return 'an age is derived from a date, not from a joined row'
    return target.join.shape === 'one' ? undefined : 'expected a join to one row'
  }
  return columnProblem(type, dimension, target)
}

function columnProblem(
  type: TableType,
  { derive }: Dimension,
  { column, owner }: Extract<DimensionTarget, { kind: 'column' }>,
): string | undefined {
  const isKey = owner.entityKeys.some((key) => key.includes(column.field))
  if (column.identifying || (owner.subject !== undefined && isKey))
    return 'it would single out a person'
  if (derive === undefined) return undefined
  if (column.type !== 'Date') return `expected a Date to derive an age from, got ${column.type}`
  if (derive.width < 1) return 'expected a width of at least one year'
  const at = derive.at === undefined ? undefined : type.columns.get(derive.at)?.type
  return derive.at === undefined || at === 'Date' || at === 'DateTime'
    ? undefined
    : `expected \`at\` to name a date of ${type.name}, got ${derive.at}`
}
