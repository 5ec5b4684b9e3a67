import type { TimeBucket } from '../../../schema/model/model.ts'
import type { KeptColumn } from './rollup.ts'

/** Buckets that a bucket's rows can be added up to. A week lies in no one month. */
const coarser: Readonly<Record<TimeBucket, readonly TimeBucket[]>> = {
  HOUR: ['HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  DAY: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  WEEK: ['WEEK'],
  MONTH: ['MONTH', 'QUARTER', 'YEAR'],
  QUARTER: ['QUARTER', 'YEAR'],
  YEAR: ['YEAR'],
}

/** Whether every bucket of the one kind lies in one of the other. */
export function fitsInto(kept: TimeBucket, asked: TimeBucket): boolean {
  return coarser[kept].includes(asked)
}

/** Whether the column holds the value itself. */
export function isExact({ type, bucket }: KeptColumn): boolean {
  return bucket === undefined || (type === 'Date' && bucket === 'DAY')
}

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Viet Nam's time since 13 June 1975, without daylight saving. */
const vietNamMs = 7 * hourMs
const steadySince = Date.parse('1975-06-13T00:00:00+07:00')

/** Whether a bucket begins at this date (YYYY-MM-DD), `days` later. */
export function dateIsEdge(value: unknown, bucket: TimeBucket, days: 0 | 1): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  return beginsAt(Date.parse(`${value}T00:00:00Z`) + days * dayMs, bucket)
}

/** Whether a bucket begins at this instant (RFC 3339) in Viet Nam. */
export function instantIsEdge(value: unknown, bucket: TimeBucket): boolean {
  // A Date knows milliseconds, PostgreSQL microseconds.
  if (typeof value !== 'string' || /\.\d{3}\d*[1-9]/.test(value)) return false
  const at = Date.parse(value)
  return at >= steadySince && beginsAt(at + vietNamMs, bucket)
}

/** Of a time whose parts in UTC are those of the zone. */
function beginsAt(ms: number, bucket: TimeBucket): boolean {
  if (bucket === 'HOUR') return ms % hourMs === 0
  if (ms % dayMs !== 0) return false
  const at = new Date(ms)
  switch (bucket) {
    case 'DAY':
      return true
    case 'WEEK':
      return at.getUTCDay() === 1
    case 'MONTH':
      return at.getUTCDate() === 1
    case 'QUARTER':
      return at.getUTCDate() === 1 && at.getUTCMonth() % 3 === 0
    case 'YEAR':
      return at.getUTCDate() === 1 && at.getUTCMonth() === 0
    default:
      return bucket satisfies never
  }
}
