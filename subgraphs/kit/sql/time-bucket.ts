import sql, { raw, type Sql } from 'sql-template-tag'
import type { TimeBucket } from '../../../schema/model/model.ts'

const units: Readonly<Record<TimeBucket, Sql>> = {
  HOUR: raw(`'hour'`),
  DAY: raw(`'day'`),
  WEEK: raw(`'week'`),
  MONTH: raw(`'month'`),
  QUARTER: raw(`'quarter'`),
  YEAR: raw(`'year'`),
}

/** The bucket of that name; a day where none is named. */
export function bucketNamed(name: string | null | undefined): TimeBucket {
  return name !== null && name !== undefined && name in units ? (name as TimeBucket) : 'DAY'
}

/** The day on which the date's bucket begins. */
export function dateBucket(of: Sql, bucket: TimeBucket): Sql {
  return bucket === 'DAY' ? of : sql`date_trunc(${units[bucket]}, ${of}::timestamp)::date`
}

/** The instant at which the instant's bucket begins in the zone. */
export function instantBucket(of: Sql, bucket: TimeBucket, zone: string): Sql {
  return sql`date_trunc(${units[bucket]}, ${of} AT TIME ZONE ${zone}::text) AT TIME ZONE ${zone}::text`
}

/** Where the bucket of a time without a zone begins. */
export function localBucket(of: Sql, bucket: TimeBucket): Sql {
  return sql`date_trunc(${units[bucket]}, ${of})`
}
