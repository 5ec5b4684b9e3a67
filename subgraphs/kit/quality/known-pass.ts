import type { ClientBase } from 'pg'
import sql, { raw, type Sql } from 'sql-template-tag'
import { isoInstant } from '../rollup/iso-instant.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import type { PassDone, QualityMethod } from './quality-pass.ts'
import { qualityTables, type QualityPlan } from './quality-plan.ts'
import { rowTableName } from './quality-tables.ts'

function age(of: string): Sql {
  return raw(`(extract(epoch FROM now() - ${of}) * 1000)::float8`)
}

/** When a pass of this table was, and by which rules. */
export interface KnownPass {
  readonly digest: string
  readonly method: QualityMethod
  /** ISO 8601. */
  readonly asOf: string
  /** Milliseconds since it. */
  readonly ageMs: number
  readonly fullAgeMs: number
  readonly hasRows: boolean
}

export async function knownPass(
  owner: ClientBase,
  plan: QualityPlan,
): Promise<KnownPass | undefined> {
  const known = sql`SELECT digest, method, ${raw(isoInstant('as_of'))} AS "asOf", ${age('as_of')} AS "ageMs",
      ${age('full_as_of')} AS "fullAgeMs", to_regclass(${rowTableName(plan)}) IS NOT NULL AS "hasRows"
      FROM ${raw(`${rollupSchema}.${qualityTables.pass}`)} WHERE type_name = ${plan.type.name}`
  const { rows } = await owner.query<KnownPass>(known.text, known.values)
  return rows[0]
}

export async function notePass(
  owner: ClientBase,
  plan: QualityPlan,
  { done, share, ms }: { readonly done: PassDone; readonly share: number; readonly ms: number },
): Promise<string> {
  const isFull = done.method !== 'INCREMENTAL'
  const fullAsOf = isFull ? raw('excluded.full_as_of') : raw('p.full_as_of')
  const noted = sql`INSERT INTO ${raw(`${rollupSchema}.${qualityTables.pass}`)} AS p
      (type_name, digest, method, as_of, full_as_of, rows, share, judged, ms)
      VALUES (${plan.type.name}, ${plan.digest}, ${done.method}, now(), now(), ${done.rows}, ${share}, ${done.judged}, ${Math.round(ms)})
      ON CONFLICT (type_name) DO UPDATE SET digest = excluded.digest, method = excluded.method, as_of = excluded.as_of,
        full_as_of = ${fullAsOf}, rows = excluded.rows, share = excluded.share, judged = excluded.judged, ms = excluded.ms
      RETURNING ${raw(isoInstant('as_of'))} AS "asOf"`
  const { rows } = await owner.query<{ asOf: string }>(noted.text, noted.values)
  return rows[0]?.asOf ?? ''
}
