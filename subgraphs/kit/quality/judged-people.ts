import type { ClientBase } from 'pg'
import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { TableType } from '../../../schema/model/model.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import { recordKeySketch } from '../sql/hidden-columns.ts'
import { identifier } from '../sql/identifier.ts'
import { judgedColumns, qualityTables, type QualityPlan, type RuleBit } from './quality-plan.ts'
import { rowTableName, sourceName } from './quality-tables.ts'

/** Whether rows of a table may be many of one person, so that their number says nothing of how many people there are. */
export function mayBeMany({ subject, key }: TableType): boolean {
  if (subject === undefined) return false
  return subject.via.length > 0 || key.length !== 1 || key[0] !== subject.columns[0]
}

interface PeopleOptions {
  readonly owner: ClientBase
  readonly plan: QualityPlan
  readonly rules: readonly RuleBit[]
  /** Share of rows that was drawn, 0 to 1. */
  readonly share: number
}

const people = raw(`${rollupSchema}.${qualityTables.people}`)
const { province, commune, institution, failed } = judgedColumns
const places = [province, commune, institution].map(identifier)

/**
 * Counts the persons behind the rows of each place, and behind those that fail each rule there: at least so many, by the
 * classes of record keys that disclosure control counts by. Of a table without record keys nothing is counted, and
 * nothing of its places is told.
 */
export async function countPeople({ owner, plan, rules, share }: PeopleOptions): Promise<void> {
  const { type } = plan
  await run(owner, sql`DELETE FROM ${people} WHERE type_name = ${type.name}`)
  if (!mayBeMany(type) || type.recordKey === undefined) return
  const source = raw(sourceName(type))
  const persons = recordKeySketch(sql`s.${identifier(type.recordKey)}`)
  const { compartment } = type
  const open = compartment === undefined ? empty : sql` WHERE s.${identifier(compartment)} IS NULL`
  const drawn = share < 1 ? sql` TABLESAMPLE BERNOULLI (${share * 100}::float4)` : empty
  const placed = [plan.province, plan.commune, plan.institution].map((name, at) => {
    const value = name === undefined ? raw('NULL::text') : sql`s.${identifier(name)}::text`
    return sql`${value} AS ${places[at] ?? empty}`
  })
  await run(
    owner,
    counted(plan, {
      rule: sql`''`,
      of: sql`(SELECT ${join(placed, ', ')}, ${persons} AS persons FROM ${source} AS s${drawn}${open} GROUP BY 1, 2, 3) AS p`,
      by: empty,
    }),
  )
  const same = join(
    type.key.map((name) => sql`s.${identifier(name)} = b.${identifier(name)}`),
    ' AND ',
  )
  const [codes, bits] = [rules.map(({ rule }) => rule.code), rules.map(({ bit }) => String(bit))]
  const told = join(
    places.map((name) => sql`b.${name}`),
    ', ',
  )
  await run(
    owner,
    counted(plan, {
      rule: sql`p.code`,
      of: sql`(SELECT r.code, ${told}, ${persons} AS persons FROM ${raw(rowTableName(plan))} AS b
        JOIN ${source} AS s ON ${same}
        JOIN unnest(${codes}::text[], ${bits}::int8[]) AS r (code, bit) ON b.${identifier(failed)} & r.bit <> 0
        WHERE b.${identifier(failed)} <> 0 GROUP BY r.code, ${told}) AS p`,
      by: sql`p.code, `,
    }),
  )
}

interface Counted {
  readonly rule: Sql
  /** Rows of places, with the classes of the persons in each. */
  readonly of: Sql
  readonly by: Sql
}

function counted({ type }: QualityPlan, { rule, of, by }: Counted): Sql {
  const [p, c, i] = places as [Sql, Sql, Sql]
  return sql`INSERT INTO ${people} (type_name, rule, grain, place, people)
    SELECT * FROM (
      SELECT ${type.name}, ${rule} AS rule,
        CASE GROUPING(${p}, ${c}, ${i}) WHEN 3 THEN 'PROVINCE' WHEN 5 THEN 'COMMUNE' ELSE 'INSTITUTION' END AS grain,
        coalesce(${i}, ${c}, ${p}) AS place, bit_count(bit_or(persons)::bit(64)) AS people
      FROM ${of} GROUP BY GROUPING SETS ((${by}${p}), (${by}${c}), (${by}${i}))) AS found
    WHERE place IS NOT NULL`
}

async function run(owner: ClientBase, { text, values }: Sql): Promise<void> {
  await owner.query(text, values)
}
