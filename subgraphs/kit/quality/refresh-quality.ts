import type { ClientBase } from 'pg'
import { rollupSchema } from '../rollup/rollup.ts'
import type { Source } from '../source.ts'
import { knownPass, notePass, type KnownPass } from './known-pass.ts'
import {
  passOverAll,
  passOverChanged,
  type PassDone,
  type PassTools,
  type QualityMethod,
} from './quality-pass.ts'
import type { QualityPlan } from './quality-plan.ts'
import { passLock, rowTableName, sourceName } from './quality-tables.ts'
import type { ValidCodes } from './rule-conditions.ts'

export interface QualityRefresh {
  readonly source: Source
  readonly codes: ValidCodes
  readonly reader: string
  /** Left as it is where its figures are younger; milliseconds. */
  readonly unlessYoungerMs: number
  /** After this time all rows are judged again, also where changes are followed; milliseconds. */
  readonly fullEveryMs: number
  /** Tables of more rows are judged by a sample of `sampleRows`. */
  readonly sampleAbove: number
  readonly sampleRows: number
}

export interface Passed {
  readonly type: string
  readonly method: QualityMethod
  readonly rows: number
  readonly judged: number
  /** The moment that the figures stand for (ISO 8601). */
  readonly asOf: string
  /** False where another process had done it meanwhile. */
  readonly isDone: boolean
}

/**
 * What changed up to this long before the last pass is looked at again: a change is dated when its transaction
 * begins, and seen when it ends. Milliseconds.
 */
const overlapMs = 600_000

/**
 * Memory for sorting, joining and indexing in one pass. A row's rules cost far more than the planner takes them for, so
 * that handing the row from one process to another is cheap beside them.
 */
const forPasses = [
  `SET LOCAL work_mem = '256MB'`,
  `SET LOCAL maintenance_work_mem = '256MB'`,
  `SET LOCAL parallel_tuple_cost = 0.01`,
].join('; ')

/**
 * Judges one table anew in one transaction: readers see the figures before or the new ones. Only changed rows are
 * judged where the schema names a column of changes and all rows were judged lately by these rules.
 */
export async function refreshQuality(
  owner: ClientBase,
  plan: QualityPlan,
  options: QualityRefresh,
): Promise<Passed> {
  const begun = performance.now()
  // All statements of a pass see the rows of one moment: counts of different moments would not add up.
  await owner.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  try {
    // That moment is when the lock is had, so that what the pass before found is seen (no snapshot is taken by LOCK).
    await owner.query(`${passLock}; ${forPasses}`)
    const known = await knownPass(owner, plan)
    const told = { type: plan.type.name, asOf: known?.asOf ?? '' }
    if (known?.digest === plan.digest && known.ageMs < options.unlessYoungerMs) {
      await owner.query('ROLLBACK')
      return { ...told, method: known.method, rows: 0, judged: 0, isDone: false }
    }
    const { done, share } = await pass({ owner, plan, ...options }, known, options)
    const ms = performance.now() - begun
    const asOf = await notePass(owner, plan, { done, share, ms })
    await owner.query('COMMIT')
    // The planner must know the new rows, and those before are dead weight.
    await owner.query(`ANALYZE ${rowTableName(plan)}`)
    await owner.query(
      `VACUUM (ANALYZE) ${rollupSchema}.quality_result, ${rollupSchema}.quality_cell, ${rollupSchema}.quality_people`,
    )
    return { ...told, ...done, asOf, isDone: true }
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function pass(
  tools: PassTools,
  known: KnownPass | undefined,
  options: QualityRefresh,
): Promise<{ done: PassDone; share: number }> {
  const since = changesSince(tools.plan, known, options)
  const changed = since === undefined ? undefined : await passOverChanged(tools, since)
  if (changed !== undefined) return { done: changed, share: 1 }
  const rows = await estimatedRows(tools)
  const share = rows > options.sampleAbove ? Math.min(1, options.sampleRows / rows) : 1
  const scope = share < 1 ? ({ kind: 'SAMPLE', share } as const) : ({ kind: 'FULL' } as const)
  return { done: await passOverAll(tools, scope), share }
}

/** From when on changes are judged; undefined where all rows must be. */
function changesSince(
  { type, digest }: QualityPlan,
  known: KnownPass | undefined,
  { fullEveryMs }: QualityRefresh,
): string | undefined {
  if (type.changed === undefined || known === undefined || !known.hasRows) return undefined
  if (known.digest !== digest || known.method === 'SAMPLE') return undefined
  if (known.fullAgeMs >= fullEveryMs) return undefined
  return new Date(Date.parse(known.asOf) - overlapMs).toISOString()
}

/** As the planner knows it; 0 where the table was never looked at. */
async function estimatedRows({ owner, plan }: PassTools): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    'SELECT greatest(reltuples, 0)::float8 AS n FROM pg_class WHERE oid = to_regclass($1)',
    [sourceName(plan.type)],
  )
  return rows[0]?.n ?? 0
}
