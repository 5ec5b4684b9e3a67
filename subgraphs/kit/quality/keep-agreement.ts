import type { ClientBase } from 'pg'
import type { Comparison } from '../../../schema/model/comparison.ts'
import type { TableType } from '../../../schema/model/model.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import { qualityTables } from './quality-plan.ts'
import { passLock } from './quality-tables.ts'

const result = `${rollupSchema}.${qualityTables.result}`
const tried = `${rollupSchema}.${qualityTables.tried}`

/** How many records of a sample agree by a rule, of those that could be compared. */
export interface ComparedRule {
  readonly code: string
  readonly version: number
  readonly agreed: number
  readonly compared: number
  /** By province, where the table says in which a record belongs and enough could be compared. */
  readonly provinces: readonly ComparedProvince[]
}

export interface ComparedProvince {
  readonly province: string
  readonly agreed: number
  readonly compared: number
}

/**
 * Milliseconds since the oldest of a table's present figures of agreement; undefined where one of its rules was never
 * compared as it is declared now.
 */
export async function agreementAge(
  owner: ClientBase,
  { type, comparisons }: { readonly type: TableType; readonly comparisons: readonly Comparison[] },
): Promise<number | undefined> {
  const { rows } = await owner.query<{ ms: number | null; n: number }>(
    `SELECT (extract(epoch FROM now() - min(as_of)) * 1000)::float8 AS ms, count(*)::int AS n FROM ${result} AS r
     JOIN unnest($2::text[], $3::int[]) AS v (code, version) ON v.code = r.rule AND v.version = r.version
     WHERE r.type_name = $1 AND r.grain = 'COUNTRY'`,
    [
      type.name,
      comparisons.map(({ rule }) => rule.code),
      comparisons.map(({ rule }) => rule.version),
    ],
  )
  const [found] = rows
  return found?.n === comparisons.length ? (found.ms ?? undefined) : undefined
}

/**
 * Milliseconds since a sample of a table was asked for that brought no figures; undefined where the last one did. Who
 * was drawn is in the journal whatever came of it, so that a try that fails must not be repeated at once.
 */
export async function triedAge(owner: ClientBase, type: string): Promise<number | undefined> {
  const { rows } = await owner.query<{ ms: number }>(
    `SELECT (extract(epoch FROM now() - tried_at) * 1000)::float8 AS ms FROM ${tried} WHERE type_name = $1`,
    [type],
  )
  return rows[0]?.ms
}

/** Notes that a sample is asked for; figures that come of it take the note away. */
export async function noteTry(owner: ClientBase, type: string): Promise<void> {
  await owner.query(
    `INSERT INTO ${tried} (type_name, tried_at) VALUES ($1, now())
     ON CONFLICT (type_name) DO UPDATE SET tried_at = excluded.tried_at`,
    [type],
  )
}

/** Takes the note of a try away: nobody was drawn. */
export async function forgetTry(owner: ClientBase, type: string): Promise<void> {
  await owner.query(`DELETE FROM ${tried} WHERE type_name = $1`, [type])
}

/**
 * Puts figures of agreement in the place of those before. A rule of which nothing could be compared is kept as 0 of 0: no
 * evidence to whoever reads it, and known to have been asked for.
 */
export async function keepAgreement(
  owner: ClientBase,
  type: string,
  { rules, asOf }: { readonly rules: readonly ComparedRule[]; readonly asOf: Date },
): Promise<void> {
  await owner.query('BEGIN')
  try {
    await owner.query(passLock)
    await owner.query(`DELETE FROM ${result} WHERE type_name = $1 AND rule = ANY($2)`, [
      type,
      rules.map(({ code }) => code),
    ])
    await forgetTry(owner, type)
    const figures = rules.flatMap((rule) => [
      { ...rule, place: '' },
      ...rule.provinces.map(({ province, agreed, compared }) => ({
        ...rule,
        place: province,
        agreed,
        compared,
      })),
    ])
    await owner.query(
      `INSERT INTO ${result} (type_name, rule, version, grain, place, numerator, denominator, method, as_of)
       SELECT $1, code, version, CASE place WHEN '' THEN 'COUNTRY' ELSE 'PROVINCE' END, place, agreed, compared, 'SAMPLE', $7
       FROM unnest($2::text[], $3::int[], $4::text[], $5::bigint[], $6::bigint[]) AS k (code, version, place, agreed, compared)`,
      [
        type,
        figures.map(({ code }) => code),
        figures.map(({ version }) => version),
        figures.map(({ place }) => place),
        figures.map(({ agreed }) => agreed),
        figures.map(({ compared }) => compared),
        asOf,
      ],
    )
    await owner.query('COMMIT')
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
