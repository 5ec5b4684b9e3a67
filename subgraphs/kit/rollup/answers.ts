import { enumName } from '../../../schema/model/generated-name.ts'
import type { AggregateFunction, Join, Model } from '../../../schema/model/model.ts'
import type { Measure } from '../sql/measures.ts'
import { bucketNamed } from '../sql/time-bucket.ts'
import { vietNam } from '../sql/today.ts'
import { answersFilter } from './answers-filter.ts'
import { fitsInto, isExact } from './bucket-order.ts'
import type { KeptFunction, Rollup, RollupKey } from './rollup.ts'

/** A question over many rows of one type. */
export interface RollupQuestion {
  readonly where?: unknown
  /** As it was asked; absent for totals. */
  readonly groupBy?: unknown
  /** Every measure that is shown, ordered by or compared. */
  readonly measures: readonly Measure[]
  /** Measures over all rows that the filter leaves, beside the groups. */
  readonly totalMeasures?: readonly Measure[]
  /** Where the totals are those of each parent: the parents' key in this table. */
  readonly path?: Join['path']
}

/** Whether the rollup's cells add up to the question's answer, to the last digit. */
export function answers(model: Model, rollup: Rollup, question: RollupQuestion): boolean {
  const { groupBy, path, measures, totalMeasures = [], where } = question
  const inputs: readonly unknown[] = Array.isArray(groupBy) ? groupBy : []
  const isEachCell = inputs.length === rollup.keys.size && inputs.every((one) => isKey(rollup, one))
  return (
    inputs.every((one) => answersKey(rollup, one)) &&
    (path === undefined || answersParents(rollup, path)) &&
    measures.every((one) => answersMeasure(rollup, one, isEachCell)) &&
    totalMeasures.every((one) => answersMeasure(rollup, one, false)) &&
    answersFilter(model, rollup, where ?? undefined)
  )
}

interface KeyInput {
  readonly field?: unknown
  readonly bucket?: string | null
  readonly timezone?: string | null
}

function answersKey(rollup: Rollup, input: unknown): boolean {
  const key = keyOf(rollup, input)
  if (key !== undefined) return fitsBucket(key, input)
  const dimension = [...rollup.type.dimensions.values()].find(
    ({ name }) => enumName(name) === Object(input).field,
  )
  // An age on the caller's day follows from the birth date.
  if (dimension?.derive === undefined || dimension.via.length > 0) return false
  const birth = rollup.columns.get(rollup.type.columns.get(dimension.field)?.column ?? '')
  return dimension.derive.at === undefined && birth !== undefined && isExact(birth)
}

/** The key as it is kept: each of its groups is one cell, if the others are so too. */
function isKey(rollup: Rollup, input: unknown): boolean {
  const key = keyOf(rollup, input)
  const { bucket } = Object(input) as KeyInput
  return key !== undefined && (key.bucket === undefined || key.bucket === bucketNamed(bucket))
}

function keyOf(rollup: Rollup, input: unknown): RollupKey | undefined {
  const { field } = Object(input) as KeyInput
  return [...rollup.keys.values()].find(({ dimension }) => enumName(dimension.name) === field)
}

function fitsBucket({ bucket: kept }: RollupKey, input: unknown): boolean {
  if (kept === undefined) return true
  const { bucket, timezone } = Object(input) as KeyInput
  return fitsInto(kept, bucketNamed(bucket)) && (timezone ?? vietNam) === vietNam
}

function answersParents(rollup: Rollup, { via, columns }: Join['path']): boolean {
  return (
    via.length === 0 &&
    columns.every((name) => {
      const kept = rollup.columns.get(name)
      return kept !== undefined && isExact(kept)
    })
  )
}

const needed: Readonly<Record<AggregateFunction, readonly KeptFunction[] | undefined>> = {
  SUM: ['sum'],
  AVG: ['sum', 'n'],
  MIN: ['min'],
  MAX: ['max'],
  COUNT_DISTINCT: ['distinct'],
  STDDEV: undefined,
  VARIANCE: undefined,
  PERCENTILE: undefined,
}

function answersMeasure(rollup: Rollup, measure: Measure, isEachCell: boolean): boolean {
  if (measure.kind === 'count') return true
  const kept = rollup.measures.get(measure.field)?.kept
  if (measure.fn === 'COUNT_DISTINCT' && !isEachCell) return false
  return kept !== undefined && (needed[measure.fn]?.every((one) => kept.has(one)) ?? false)
}
