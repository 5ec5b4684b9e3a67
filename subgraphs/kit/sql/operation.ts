import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { today } from './today.ts'
import { tooMuch } from '../too-much.ts'

/** Values of one `in` list. */
export const maxInValues = 1000

interface Operand {
  readonly field: string
  /** GraphQL type of the column or measure. */
  readonly type: string
  readonly column: Sql
  readonly value: unknown
  readonly binaryText: boolean
}

/** One operator of a filter as a condition; `operator` was checked against the schema. */
export function operation(operator: string, operand: Operand): Sql {
  const { field, value } = operand
  if (operator === 'isNull') return isNull(operand)
  if (value === null || value === undefined)
    throw refused(field, operator, 'a value; ask for absent values with isNull')
  const compare = comparisons[operator]
  if (compare === undefined) throw refused(field, operator, 'a known operator')
  return compare(operand)
}

const comparisons: Readonly<Record<string, (operand: Operand) => Sql>> = {
  eq: ({ column, value }) => sql`${column} = ${normal(value)}`,
  ne: ({ column, value }) => sql`${column} IS DISTINCT FROM ${normal(value)}`,
  lt: ({ column, value }) => sql`${column} < ${normal(value)}`,
  lte: ({ column, value }) => sql`${column} <= ${normal(value)}`,
  gt: ({ column, value }) => sql`${column} > ${normal(value)}`,
  gte: ({ column, value }) => sql`${column} >= ${normal(value)}`,
  in: ({ column, field, value }) => sql`${column} = ANY(${inValues(field, value)})`,
  between,
  last,
  startsWith,
  contains: ({ column, value }) => sql`position(${normal(value)} IN ${column}) > 0`,
}

function isNull({ column, field, value }: Operand): Sql {
  if (typeof value !== 'boolean') throw refused(field, 'isNull', 'true or false')
  return value ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`
}

function inValues(field: string, value: unknown): unknown[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (values.length > maxInValues)
    throw tooMuch(`${field}.in`, { limit: 'values', allowed: maxInValues, got: values.length })
  return values.map(normal)
}

function between({ column, field, value }: Operand): Sql {
  const values: readonly unknown[] = Array.isArray(value) ? value : []
  if (values.length !== 2) throw refused(field, 'between', `two values, got ${values.length}`)
  return sql`${column} BETWEEN ${normal(values[0])} AND ${normal(values[1])}`
}

/** Units of a past period as PostgreSQL's intervals know them. */
const intervals: Readonly<Record<string, readonly [number, string]>> = {
  HOUR: [1, 'hours'],
  DAY: [1, 'days'],
  WEEK: [7, 'days'],
  MONTH: [1, 'months'],
  QUARTER: [3, 'months'],
  YEAR: [1, 'years'],
}
const maxAmount = 1000

/** Instants up to now; days up to today in Viet Nam, that many units back. */
function last({ column, field, type, value }: Operand): Sql {
  const { amount, unit } = Object(value) as { amount?: unknown; unit?: unknown }
  const known = typeof unit === 'string' ? intervals[unit] : undefined
  if (known === undefined || typeof amount !== 'number' || amount < 1 || amount > maxAmount)
    throw refused(field, 'last', `an amount of 1 to ${maxAmount} units`)
  if (type === 'Date' && unit === 'HOUR') throw refused(field, 'last', 'days or longer for a date')
  const [factor, name] = known
  const period = sql`${`${amount * factor} ${name}`}::interval`
  const now = type === 'Date' ? today : sql`now()`
  return sql`(${column} > ${now} - ${period} AND ${column} <= ${now})`
}

/**
 * The range is what an index can serve: PostgreSQL uses only leak-proof comparisons below row-level
 * security, and LIKE is not one. U+10FFFF is the last code point.
 */
function startsWith({ column, value, binaryText }: Operand): Sql {
  const prefix = normal(value)
  const exact = sql`starts_with(${column}, ${prefix})`
  if (!binaryText || prefix === '') return exact
  return sql`(${column} >= ${prefix} AND ${column} < ${`${String(prefix)}\u{10FFFF}`} AND ${exact})`
}

/** Text is compared in NFC, as ministries store it; NUL cannot be stored in PostgreSQL's text. */
function normal(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value.includes('\0')) throw new CodedError('BAD_USER_INPUT', 'Text must not hold U+0000.')
  return value.normalize('NFC')
}

function refused(field: string, operator: string, expected: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `${field}.${operator}: expected ${expected}.`)
}
