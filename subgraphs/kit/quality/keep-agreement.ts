import type { ClientBase } from 'pg'
import type { Comparison } from '../../../schema/model/comparison.ts'
import type { TableType } from '../../../schema/model/model.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import { qualityTables } from './quality-plan.ts'
import { passLock } from './quality-tables.ts'

const result = `${rollupSchema}.${qualityTables.result}`

/** How many records of a sample agree by a rule, of those that could be compared. */
export interface ComparedRule {
  readonly code: string
  readonly version: number
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

/** Puts figures of agreement in the place of those before; a rule of which nothing could be compared has none. */
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
    const known = rules.filter(({ compared }) => compared > 0)
    await owner.query(
      `INSERT INTO ${result} (type_name, rule, version, grain, place, numerator, denominator, method, as_of)
       SELECT $1, code, version, 'COUNTRY', '', agreed, compared, 'SAMPLE', $6
       FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[]) AS k (code, version, agreed, compared)`,
      [
        type,
        known.map(({ code }) => code),
        known.map(({ version }) => version),
        known.map(({ agreed }) => agreed),
        known.map(({ compared }) => compared),
        asOf,
      ],
    )
    await owner.query('COMMIT')
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
