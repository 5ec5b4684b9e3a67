import { GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { personalNumber } from '../../auth/personal-number.ts'
import { CodedError } from '../../schema/errors.ts'

const datePattern = /^\d{4}-\d{2}-\d{2}$/
const instantPattern =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/i
const localPattern = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/
const maxBigInt = 2n ** 63n - 1n

/** Never says the value: it may be a personal number. */
function refused(type: string, expected: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `${type}: expected ${expected}.`, { expectedType: type })
}

function isDate(text: string): boolean {
  if (!datePattern.test(text) || text.startsWith('0000')) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

function parseDate(value: unknown): string {
  if (typeof value === 'string' && isDate(value)) return value
  throw refused('Date', 'a calendar date as YYYY-MM-DD')
}

/** A bare date means midnight in Viet Nam, which has had no daylight saving since 1975. */
function parseDateTime(value: unknown): string {
  if (typeof value === 'string') {
    if (isDate(value)) return `${value}T00:00:00+07:00`
    if (isDate(value.slice(0, 10)) && instantPattern.test(value)) return value
  }
  throw refused('DateTime', 'an instant such as 2026-01-31T08:00:00+07:00, or a date as YYYY-MM-DD')
}

function parseLocal(value: unknown): string {
  if (typeof value === 'string' && isDate(value.slice(0, 10)))
    if (value.length === 10 || localPattern.test(value)) return value
  throw refused('LocalDateTime', 'a local time such as 2026-01-31T08:00:00, without a zone')
}

function parseBigInt(value: unknown): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text === 'string' && /^-?\d{1,19}$/.test(text)) {
    const number = BigInt(text)
    if (number <= maxBigInt && number >= -maxBigInt - 1n) return text
  }
  throw refused('BigInt', 'a whole number of at most 64 bits')
}

function parsePersonalId(value: unknown): string {
  if (typeof value === 'string' && personalNumber.test(value)) return value
  throw refused('PersonalId', '12 digits')
}

/**
 * PostgreSQL writes `2026-10-05 03:04:05.123+00` in a UTC session; RFC 3339 wants a T and a Z. What no database wrote
 * comes as a Date.
 */
function serializeDateTime(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return String(value).replace(' ', 'T').replace(/\+00$/, 'Z')
}

/** A JSON number where it is exact, else decimal text. PostgreSQL sends 64-bit integers as text. */
function serializeBigInt(value: unknown): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function scalar(
  name: string,
  parse: (value: unknown) => string,
  serialize: (value: unknown) => number | string = String,
): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    serialize,
    parseValue: parse,
    parseLiteral: (node: ValueNode) =>
      parse(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
  })
}

/** The scalars every ministry shares; values outside their form are BAD_USER_INPUT. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = Object.freeze({
  Date: scalar('Date', parseDate),
  DateTime: scalar('DateTime', parseDateTime, serializeDateTime),
  LocalDateTime: scalar('LocalDateTime', parseLocal, (value) => String(value).replace(' ', 'T')),
  BigInt: scalar('BigInt', parseBigInt, serializeBigInt),
  JSON: new GraphQLScalarType({ name: 'JSON' }),
  PersonalId: scalar('PersonalId', parsePersonalId),
})
