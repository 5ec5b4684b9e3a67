import sql, { raw, type Sql } from 'sql-template-tag'
import { isCompared } from '../../../schema/model/quality-rule.ts'
import type { RequestContext } from '../request-context.ts'
import { isoInstant } from '../rollup/iso-instant.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import type { RowAccess } from '../row-access.ts'
import { mayBeMany } from './judged-people.ts'
import type { QualityBook } from './quality-book.ts'
import { qualityTables, type QualityPlan, type RuleBit } from './quality-plan.ts'
import type { RuleResult } from './quality-score.ts'

/** Figures are of no single row: no policy stands below them. */
const nobody: RowAccess = Object.freeze({
  whole: false,
  subjects: [],
  provinces: [],
  communes: [],
  facilities: [],
  institutions: [],
  keys: [],
  compartments: [],
})

/** What passes found of one rule in one place. */
export interface PlacedResult extends RuleResult {
  readonly type: string
  readonly place: string
}

interface CountedResult extends PlacedResult {
  readonly atLeast: number | null
  readonly failingAtLeast: number | null
}

/** Rules as they were declared in another version are no evidence for those of now, nor is what was compared of nobody. */
export async function resultsOf(
  context: RequestContext,
  condition: Sql,
): Promise<readonly PlacedResult[]> {
  const { judged, plans, countsPeople } = bookOf(context)
  if (judged.size === 0) return []
  const rules = knownRules([...plans.values()])
  const versions = [...rules.values()]
  const { result, people } = qualityTables
  const peopleOf = (rule: Sql): Sql =>
    countsPeople
      ? sql`(SELECT max(p.people) FROM ${raw(`${rollupSchema}.${people}`)} AS p
          WHERE p.type_name = r.type_name AND p.grain = r.grain AND p.place = r.place AND p.rule = ${rule})`
      : sql`NULL::integer`
  const rows = await context.snapshot.query(
    nobody,
    sql`SELECT r.type_name AS type, r.rule, r.place, sum(r.numerator)::text AS numerator,
        sum(r.denominator)::text AS denominator, min(r.method) AS method, ${raw(isoInstant('min(r.as_of)'))} AS "asOf",
        ${peopleOf(sql`''`)} AS "atLeast", ${peopleOf(sql`r.rule`)} AS "failingAtLeast"
      FROM ${raw(`${rollupSchema}.${result}`)} AS r
      JOIN unnest(${versions.map(({ rule }) => rule.code)}::text[], ${versions.map(({ rule }) => rule.version)}::int[])
        AS v (code, version) ON v.code = r.rule AND v.version = r.version
      WHERE ${condition} AND r.denominator > 0 AND r.type_name = ANY(${[...judged.keys()]})
      GROUP BY r.type_name, r.rule, r.grain, r.place`,
  )
  return (rows as unknown as readonly CountedResult[]).map(
    ({ atLeast, failingAtLeast, ...one }) => {
      const plan = plans.get(one.type)
      const known = rules.get(one.rule)
      // Of what was compared, places with few people were left out before it was kept.
      if (plan === undefined || known === undefined || isCompared(known.rule)) return one
      if (!mayBeMany(plan.type)) return one
      return { ...one, people: { judged: atLeast ?? 0, failing: failingAtLeast ?? 0 } }
    },
  )
}

/** By code. */
export function knownRules(plans: readonly QualityPlan[]): ReadonlyMap<string, RuleBit> {
  return new Map(plans.flatMap(({ rules }) => rules.map((one) => [one.rule.code, one])))
}

export function bookOf({ quality }: RequestContext): QualityBook {
  if (quality === undefined) throw new Error('expected a book of quality where a schema has rules')
  return quality
}
