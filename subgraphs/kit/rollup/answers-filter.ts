import type { Column, Join, Model, TimeBucket } from '../../../schema/model/model.ts'
import { targetTable } from '../../../schema/model/walk-path.ts'
import { maxFilterDepth } from '../sql/conditions-input.ts'
import { dateIsEdge, instantIsEdge, isExact } from './bucket-order.ts'
import type { KeptColumn, Rollup } from './rollup.ts'

/**
 * Whether a `where` is true or false for all rows of a cell at once: it compares kept columns, and buckets
 * only at their edges. What is not a well-formed filter is not answered here, but refused where it is read.
 */
export function answersFilter(model: Model, rollup: Rollup, where: unknown, depth = 1): boolean {
  if (where === undefined) return true
  if (depth > maxFilterDepth || !isObject(where)) return false
  return Object.entries(where).every(([name, operand]) => {
    if (name === 'and' || name === 'or')
      return (
        Array.isArray(operand) &&
        operand.every((one) => answersFilter(model, rollup, one, depth + 1))
      )
    if (name === 'not') return isObject(operand) && answersFilter(model, rollup, operand, depth + 1)
    const own = rollup.type.columns.get(name)
    if (own !== undefined) return comparesKept(rollup, own, operand)
    const join = rollup.type.joins.get(name)
    return join !== undefined && comparesKey(model, rollup, join, operand)
  })
}

function comparesKept(rollup: Rollup, { column }: Pick<Column, 'column'>, operand: unknown) {
  const kept = rollup.columns.get(column)
  if (kept === undefined || !isObject(operand)) return false
  return Object.entries(operand).every(
    ([operator, value]) => isExact(kept) || atEdges(kept, operator, value),
  )
}

/** Another ministry's entity: its key is in columns of this table. */
function comparesKey(model: Model, rollup: Rollup, join: Join, operand: unknown): boolean {
  if (targetTable(model, join.target) !== undefined || !isObject(operand)) return false
  const keys = model.types.get(join.target)?.entityKeys[0] ?? []
  return Object.entries(operand).every(([field, value]) =>
    comparesKept(rollup, { column: join.path.columns[keys.indexOf(field)] ?? '' }, value),
  )
}

function atEdges(kept: KeptColumn, operator: string, value: unknown): boolean {
  const { bucket } = kept
  if (bucket === undefined) return false
  const isEdge = kept.type === 'Date' ? dateEdges[operator] : instantEdges[operator]
  return isEdge?.(value, bucket) ?? false
}

type EdgeTest = (value: unknown, bucket: TimeBucket) => boolean
const beginning: EdgeTest = (value, bucket) => dateIsEdge(value, bucket, 0)
const end: EdgeTest = (value, bucket) => dateIsEdge(value, bucket, 1)
const always: EdgeTest = () => true

/** A day is compared as a whole, so the last day of a bucket is an edge too. */
const dateEdges: Readonly<Record<string, EdgeTest>> = {
  isNull: always,
  gte: beginning,
  lt: beginning,
  gt: end,
  lte: end,
  between: (value, bucket) =>
    Array.isArray(value) &&
    value.length === 2 &&
    beginning(value[0], bucket) &&
    end(value[1], bucket),
}

const instantEdges: Readonly<Record<string, EdgeTest>> = {
  isNull: always,
  gte: instantIsEdge,
  lt: instantIsEdge,
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
