import { raw } from 'sql-template-tag'
import { measureAlias, type Measure } from '../sql/measures.ts'
import { type Comparison, measureOperation, readHaving } from '../sql/having.ts'
import type { Figures } from './groups-page.ts'

type Test = (figures: Figures) => boolean

/** A `having` argument as a test of figures that may be shown; a withheld one meets no comparison. */
export function havingTest(having: unknown): Test {
  if (having === undefined) return () => true
  return readHaving<Test>(having, {
    all: (parts) => (figures) => parts.every((part) => part(figures)),
    any: (parts) => (figures) => parts.some((part) => part(figures)),
    not: (part) => (figures) => !part(figures),
    compare: (measure, comparison) => {
      const alias = measureAlias(measure)
      const meets = comparisonOf(comparison)
      return ({ row }) => meets(row?.[alias] ?? null)
    },
  })
}

/** The measures that a `having` argument compares. */
export function havingMeasures(having: unknown): readonly Measure[] {
  if (having === undefined) return []
  return readHaving<readonly Measure[]>(having, {
    all: flat,
    any: flat,
    not: (part) => part,
    compare: (measure) => [measure],
  })
}

function flat(parts: readonly (readonly Measure[])[]): readonly Measure[] {
  return parts.flat()
}

function comparisonOf(comparison: Comparison): (got: unknown) => boolean {
  // Checks the operator and its value as the same condition in SQL is checked.
  measureOperation(raw('NULL'), comparison)
  const { operator, value } = comparison
  if (operator === 'isNull') return (got) => (got === null) === value
  if (operator === 'ne') return (got) => got === null || Number(got) !== Number(value)
  const values = (Array.isArray(value) ? value : [value]).map(Number)
  const [first = Number.NaN, second = Number.NaN] = values
  const meets = comparisons[operator]
  if (meets === undefined) throw new Error(`expected a known operator, got ${operator}`)
  return (got) => got !== null && meets(Number(got), { values, first, second })
}

interface Operand {
  readonly values: readonly number[]
  readonly first: number
  readonly second: number
}

const comparisons: Readonly<Record<string, (got: number, operand: Operand) => boolean>> = {
  eq: (got, { first }) => got === first,
  lt: (got, { first }) => got < first,
  lte: (got, { first }) => got <= first,
  gt: (got, { first }) => got > first,
  gte: (got, { first }) => got >= first,
  in: (got, { values }) => values.includes(got),
  between: (got, { first, second }) => got >= first && got <= second,
}
