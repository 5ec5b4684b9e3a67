import type { Client } from 'pg'
import type { Observed } from './observed-in.ts'

export interface NewObservation extends Observed {
  readonly indicator: string
  readonly indicatorVersion: number
  readonly period: string
  /** First day of the period. */
  readonly periodStart: string
  /** Undefined: preliminary where it is the first, else revised where it differs. */
  readonly status: 'PRELIMINARY' | 'REVISED' | 'FINAL' | undefined
}

/** What all observations of one answer or file have in common. */
export interface Provenance {
  readonly method: 'REPORT' | 'IMPORT'
  /** The request's id in the audit journal, or the file's SHA-256. */
  readonly queryId: string
  readonly sources: readonly string[]
  readonly synthetic: boolean
  readonly asOf: Date
  /** By source, what the answer said of its data's quality; absent where it said nothing. */
  readonly quality?: Readonly<Record<string, unknown>> | undefined
}

export interface Written {
  readonly added: number
  readonly revised: number
  /** Found as they were: confirmed, and no new row. */
  readonly unchanged: number
  /** What failed where something is known, be it that it is withheld: that stays. */
  readonly kept: number
}

interface Present {
  readonly id: string
  readonly indicator: string
  readonly area: string
  readonly period: string
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly state: string
  readonly status: string
}

type Key = Pick<Present, 'indicator' | 'area' | 'period'>

const keyOf = ({ indicator, area, period }: Key) => `${indicator}/${area}/${period}`

/** The present values of these indicators and periods, by indicator, area and period. */
export async function presentValues(
  client: Client,
  asked: readonly Pick<Key, 'indicator' | 'period'>[],
): Promise<{ readonly find: (key: Key) => Present | undefined }> {
  const { rows } = await client.query<Present>(
    `SELECT id, indicator_code AS indicator, area_code AS area, period, value, numerator, denominator, state, status
     FROM observation WHERE superseded_at IS NULL AND indicator_code = ANY ($1) AND period = ANY ($2)`,
    [
      [...new Set(asked.map(({ indicator }) => indicator))],
      [...new Set(asked.map(({ period }) => period))],
    ],
  )
  const present = new Map(rows.map((row) => [keyOf(row), row]))
  return { find: (key) => present.get(keyOf(key)) }
}

/**
 * Stores what was observed, inside the caller's transaction: what is as it was is confirmed, what differs supersedes, and
 * a failure takes the place of nothing that is known. Two writers at once wait for each other.
 */
export async function writeObservations(
  client: Client,
  given: readonly NewObservation[],
  provenance: Provenance,
): Promise<Written> {
  await client.query('LOCK TABLE observation IN SHARE ROW EXCLUSIVE MODE')
  const present = await presentValues(client, given)
  const same: string[] = []
  const rows: NewObservation[] = []
  let [revised, kept] = [0, 0]
  for (const one of given) {
    const before = present.find(one)
    if (before !== undefined && isSame(one, before)) same.push(before.id)
    else if (one.state === 'FAILED' && before !== undefined && before.state !== 'FAILED') kept += 1
    else {
      revised += before === undefined ? 0 : 1
      rows.push({
        ...one,
        status: one.status ?? (before === undefined ? 'PRELIMINARY' : 'REVISED'),
      })
    }
  }
  await confirm(client, same, provenance.asOf)
  await insert(client, rows, provenance)
  return { added: rows.length - revised, revised, unchanged: same.length, kept }
}

function isSame(one: NewObservation, before: Present): boolean {
  return (
    one.value === before.value &&
    one.numerator === before.numerator &&
    one.denominator === before.denominator &&
    one.state === before.state &&
    (one.status ?? before.status) === before.status
  )
}

async function confirm(client: Client, ids: readonly string[], asOf: Date): Promise<void> {
  await client.query(
    'UPDATE observation SET confirmed_at = greatest(confirmed_at, $2) WHERE id = ANY ($1)',
    [ids, asOf],
  )
}

async function insert(
  client: Client,
  rows: readonly NewObservation[],
  { method, queryId, sources, synthetic, asOf, quality }: Provenance,
): Promise<void> {
  const column = <Name extends keyof NewObservation>(name: Name) => rows.map((row) => row[name])
  await client.query(
    `INSERT INTO observation (indicator_code, indicator_version, period, period_start, area_code, value, numerator,
       denominator, status, state, reason, as_of, confirmed_at, recorded_at, method, query_id, sources, synthetic, quality)
     SELECT *, $11::timestamptz, $11, clock_timestamp(), $12, $13, $14::text[], $15::boolean, $17::jsonb
     FROM unnest($1::text[], $2::int[], $3::text[], $4::date[], $5::text[], $6::float8[], $7::float8[], $8::float8[],
       $9::text[], $10::text[], $16::text[])`,
    [
      column('indicator'),
      column('indicatorVersion'),
      column('period'),
      column('periodStart'),
      column('area'),
      column('value'),
      column('numerator'),
      column('denominator'),
      column('status'),
      column('state'),
      asOf,
      method,
      queryId,
      sources,
      synthetic,
      column('reason'),
      quality === undefined ? null : JSON.stringify(quality),
    ],
  )
}
