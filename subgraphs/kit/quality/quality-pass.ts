import type { ClientBase } from 'pg'
import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { isCompared } from '../../../schema/model/quality-rule.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import type { Source } from '../source.ts'
import { identifier } from '../sql/identifier.ts'
import { countPeople } from './judged-people.ts'
import { type JudgedRows, judgedRows, type JudgeOptions } from './judged-rows.ts'
import {
  judgedColumns,
  maskOf,
  qualityTables,
  type QualityPlan,
  type RuleBit,
} from './quality-plan.ts'
import {
  makeRowTable,
  noRowTable,
  rowTableName,
  sourceName,
  swapRowTable,
} from './quality-tables.ts'
import type { ValidCodes } from './rule-conditions.ts'

export type QualityMethod = 'FULL' | 'INCREMENTAL' | 'SAMPLE'

export interface PassTools {
  readonly owner: ClientBase
  readonly source: Source
  readonly plan: QualityPlan
  readonly codes: ValidCodes
  readonly reader: string
}

/** What a pass did, within the transaction of its caller. */
export interface PassDone {
  readonly method: QualityMethod
  /** Rows of the table that are counted. */
  readonly rows: number
  /** Rows that were judged now. */
  readonly judged: number
}

const own = Object.values(judgedColumns).map(identifier)
const [province, commune, institution, assessed, failed] = own as [Sql, Sql, Sql, Sql, Sql]
const places = sql`${province}, ${commune}, ${institution}`
const cell = raw(`${rollupSchema}.${qualityTables.cell}`)
const result = raw(`${rollupSchema}.${qualityTables.result}`)

/**
 * Judges all rows, or a share of them drawn at random: it keeps the rows that fail, and counts every rule for the country
 * and each place. The judged table is read once, by one statement; everything else is counted from what that found.
 */
export async function passOverAll(
  tools: PassTools,
  scope: Extract<JudgeOptions['scope'], { readonly kind: 'FULL' | 'SAMPLE' }>,
): Promise<PassDone> {
  const { owner, plan } = tools
  const { type } = plan
  const judged = judgedRows({ ...tools, scope })
  await run(owner, sql`DELETE FROM ${cell} WHERE type_name = ${type.name}`)
  // What other databases say of the rows is not judged here, and stays.
  const compared = plan.rules.filter(({ rule }) => isCompared(rule)).map(({ rule }) => rule.code)
  await run(
    owner,
    sql`DELETE FROM ${result} WHERE type_name = ${type.name} AND rule <> ALL(${compared})`,
  )
  // Where changes are followed, what a row was counted as must be known when it changes.
  const keepsAll = type.changed !== undefined && scope.kind === 'FULL'
  const made = await (keepsAll ? keepAll(tools, judged) : keepFailing(tools, judged))
  await run(
    owner,
    resultsFrom(cellsOf(type.name), judged.rules, { type: type.name, method: scope.kind }),
  )
  await swapRowTable(owner, plan, { made, reader: tools.reader })
  const share = scope.kind === 'SAMPLE' ? scope.share : 1
  await countPeople({ owner, plan, rules: judged.rules, share })
  const rows = await rowsCounted(tools)
  return { method: scope.kind, rows, judged: rows }
}

/**
 * All rows as they were judged, and their cells. A table that is made from a query, and one that is only read, are the
 * two places in which PostgreSQL lets several processes work on one statement that keeps what it finds.
 */
async function keepAll({ owner, plan }: PassTools, { select }: JudgedRows): Promise<string> {
  const made = await noRowTable(owner, plan)
  await run(owner, sql`CREATE TABLE ${raw(made)} AS ${select}`)
  const counted = raw(`pg_temp.${qualityTables.cell}`)
  await run(
    owner,
    sql`CREATE TEMPORARY TABLE ${raw(qualityTables.cell)} ON COMMIT DROP AS
      SELECT ${places}, ${assessed}, ${failed}, count(*) AS rows FROM ${raw(made)}
      GROUP BY ${places}, ${assessed}, ${failed}`,
  )
  await run(
    owner,
    sql`INSERT INTO ${cell} (type_name, province, commune, institution, assessed, failed, rows)
      SELECT ${plan.type.name}, ${places}, ${assessed}, ${failed}, rows FROM ${counted}`,
  )
  return made
}

/** The rows that fail, and the cells of all, by one statement: what passes is written nowhere. */
async function keepFailing({ owner, plan }: PassTools, { select }: JudgedRows): Promise<string> {
  const made = await makeRowTable(owner, plan)
  await run(
    owner,
    sql`WITH judged AS MATERIALIZED (${select}),
      kept AS (INSERT INTO ${raw(made)} SELECT * FROM judged WHERE ${failed} <> 0)
      INSERT INTO ${cell} (type_name, province, commune, institution, assessed, failed, rows)
      SELECT ${plan.type.name}, ${places}, ${assessed}, ${failed}, count(*) FROM judged
      GROUP BY ${places}, ${assessed}, ${failed}`,
  )
  return made
}

function cellsOf(type: string): Sql {
  return sql`(SELECT * FROM ${cell} WHERE type_name = ${type}) AS counted`
}

/**
 * Judges the rows that changed since a moment, and counts the difference. A changed row is taken out as it was counted
 * before and counted as it is now; a row that is no longer there is found by the number of rows and taken out.
 * Undefined where the rows do not add up, because some came without a moment of change: then all must be judged.
 */
export async function passOverChanged(
  tools: PassTools,
  since: string,
): Promise<PassDone | undefined> {
  const { owner, plan } = tools
  const judged = judgedRows({ ...tools, scope: { kind: 'CHANGED', since } })
  const changed = await countChanges(tools, judged.select, maskOf(judged.rules))
  const present = await rowsPresent(tools)
  const more = (await rowsCounted(tools)) - present
  if (more > 0) await takeOutGone(tools)
  if ((await rowsCounted(tools)) !== present) return undefined
  const codes = judged.rules.map(({ rule }) => rule.code)
  await run(
    owner,
    sql`DELETE FROM ${result} WHERE type_name = ${plan.type.name} AND rule = ANY(${codes})`,
  )
  const told = { type: plan.type.name, method: 'INCREMENTAL' } as const
  await run(owner, resultsFrom(cellsOf(plan.type.name), judged.rules, told))
  return { method: 'INCREMENTAL', rows: present, judged: changed }
}

/** What only a pass over all rows says of a row is left as that pass found it. */
async function countChanges(
  { owner, plan }: PassTools,
  select: Sql,
  mask: bigint,
): Promise<number> {
  const { type } = plan
  const kept = raw(rowTableName(plan))
  const keys = join(type.key.map(identifier), ', ')
  const on = sameKey(plan, 'c', 'b')
  const merged = (name: Sql): Sql =>
    sql`c.${name} | coalesce(b.${name} & ~${String(mask)}::int8, 0) AS ${name}`
  const set = join(
    own.map((name) => sql`${name} = excluded.${name}`),
    ', ',
  )
  const all = (of: 'k' | 'excluded'): Sql =>
    join(
      own.map((name) => sql`${raw(of)}.${name}`),
      ', ',
    )
  // Carried along, since a second join of what was just computed would be planned for a handful of rows.
  const before = join(
    own.map((name, at) => sql`b.${name} AS ${raw(`b${at + 1}`)}`),
    ', ',
  )
  const [row] = await run<{ n: string }>(
    owner,
    sql`WITH changed AS MATERIALIZED (${select}),
      joined AS MATERIALIZED (
        SELECT ${join(
          type.key.map((name) => sql`c.${identifier(name)}`),
          ', ',
        )},
          c.${province}, c.${commune}, c.${institution}, ${merged(assessed)}, ${merged(failed)},
          b.${failed} IS NOT NULL AS known, ${before}
        FROM changed AS c LEFT JOIN ${kept} AS b ON ${on}),
      kept AS (
        INSERT INTO ${kept} AS k SELECT ${keys}, ${places}, ${assessed}, ${failed} FROM joined
        ON CONFLICT (${keys}) DO UPDATE SET ${set} WHERE ROW(${all('k')}) IS DISTINCT FROM ROW(${all('excluded')})),
      counted AS (
        INSERT INTO ${cell} (type_name, province, commune, institution, assessed, failed, rows)
        SELECT ${type.name}, ${places}, ${assessed}, ${failed}, sum(n) FROM (
          SELECT ${places}, ${assessed}, ${failed}, 1 AS n FROM joined
          UNION ALL SELECT b1, b2, b3, b4, b5, -1 FROM joined WHERE known) AS d
        GROUP BY ${places}, ${assessed}, ${failed} HAVING sum(n) <> 0)
      SELECT count(*) AS n FROM changed`,
  )
  return Number(row?.n ?? 0)
}

async function takeOutGone({ owner, plan }: PassTools): Promise<void> {
  const closed = plan.type.compartment
  const open = closed === undefined ? empty : sql` AND s.${identifier(closed)} IS NULL`
  await run(
    owner,
    sql`WITH gone AS (
        DELETE FROM ${raw(rowTableName(plan))} AS b WHERE NOT EXISTS (
          SELECT 1 FROM ${raw(sourceName(plan.type))} AS s WHERE ${sameKey(plan, 's', 'b')}${open})
        RETURNING *)
      INSERT INTO ${cell} (type_name, province, commune, institution, assessed, failed, rows)
      SELECT ${plan.type.name}, ${places}, ${assessed}, ${failed}, -count(*) FROM gone
      GROUP BY ${places}, ${assessed}, ${failed}`,
  )
}

function sameKey({ type }: QualityPlan, left: string, right: string): Sql {
  return join(
    type.key.map(
      (name) => sql`${raw(left)}.${identifier(name)} = ${raw(right)}.${identifier(name)}`,
    ),
    ' AND ',
  )
}

async function rowsPresent({ owner, plan }: PassTools): Promise<number> {
  const closed = plan.type.compartment
  const open = closed === undefined ? empty : sql` WHERE ${identifier(closed)} IS NULL`
  const [row] = await run<{ n: string }>(
    owner,
    sql`SELECT count(*) AS n FROM ${raw(sourceName(plan.type))}${open}`,
  )
  return Number(row?.n ?? 0)
}

async function rowsCounted({ owner, plan }: PassTools): Promise<number> {
  const [row] = await run<{ n: string }>(
    owner,
    sql`SELECT coalesce(sum(rows), 0) AS n FROM ${cell} WHERE type_name = ${plan.type.name}`,
  )
  return Number(row?.n ?? 0)
}

/** Counts the rules over cells: for the country, and for each province, commune and institution. */
function resultsFrom(
  cells: Sql,
  rules: readonly RuleBit[],
  { type, method }: { readonly type: string; readonly method: QualityMethod },
): Sql {
  const codes = rules.map(({ rule }) => rule.code)
  const versions = rules.map(({ rule }) => rule.version)
  const bits = rules.map(({ bit }) => String(bit))
  return sql`INSERT INTO ${result} (type_name, rule, version, grain, place, province, numerator, denominator, method, as_of)
    SELECT ${type}, code, version,
      CASE GROUPING(province, commune, institution)
        WHEN 7 THEN 'COUNTRY' WHEN 3 THEN 'PROVINCE' WHEN 1 THEN 'COMMUNE' ELSE 'INSTITUTION' END,
      coalesce(institution, commune, province, ''),
      CASE GROUPING(province, commune, institution) WHEN 1 THEN province END,
      coalesce(sum(rows) FILTER (WHERE failed & bit = 0), 0), sum(rows), ${method}, now()
    FROM ${cells}
    CROSS JOIN unnest(${codes}::text[], ${versions}::int[], ${bits}::int8[]) AS r (code, version, bit)
    WHERE assessed & bit <> 0
    GROUP BY GROUPING SETS ((code, version), (code, version, province), (code, version, province, commune),
      (code, version, institution))
    HAVING sum(rows) > 0
      AND (GROUPING(province) = 1 OR province IS NOT NULL)
      AND (GROUPING(commune) = 1 OR commune IS NOT NULL)
      AND (GROUPING(institution) = 1 OR institution IS NOT NULL)`
}

async function run<Row extends object>(owner: ClientBase, { text, values }: Sql): Promise<Row[]> {
  const { rows } = await owner.query<Row>(text, values)
  return rows
}
