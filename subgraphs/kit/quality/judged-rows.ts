import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Source } from '../source.ts'
import { aliases, column } from '../sql/column.ts'
import { identifier } from '../sql/identifier.ts'
import { all } from '../sql/condition.ts'
import { tableName } from '../sql/path.ts'
import { farRows } from './far-rows.ts'
import { judgedColumns, type QualityPlan, type RuleBit } from './quality-plan.ts'
import { ruleConditions, type ValidCodes } from './rule-conditions.ts'

export interface JudgedRows {
  /** `SELECT` of a row's key, its places, what was judged of it and what of that fails. */
  readonly select: Sql
  /** Those of the rules that could be judged. */
  readonly rules: readonly RuleBit[]
}

export interface JudgeOptions {
  readonly source: Source
  readonly plan: QualityPlan
  readonly codes: ValidCodes
  /** All rows, a share of them drawn at random (0 to 1), or those that changed since a moment (ISO 8601). */
  readonly scope:
    | { readonly kind: 'FULL' }
    | { readonly kind: 'SAMPLE'; readonly share: number }
    | { readonly kind: 'CHANGED'; readonly since: string }
}

/**
 * Judges rows of a table by all of its rules in one pass. Rows in compartments are left out, as they are of rollups;
 * of changed rows only those rules are judged that look at nothing but the row.
 */
export function judgedRows({ source, plan, codes, scope }: JudgeOptions): JudgedRows {
  const { type } = plan
  const alias = aliases()
  const table = { type, alias: alias() }
  const far = farRows({ source, table, alias, isWhole: scope.kind === 'FULL' })
  const wanted = plan.rules.filter(({ beyond }) => scope.kind !== 'CHANGED' || !beyond)
  const compiled = wanted.flatMap((one) => {
    const found = ruleConditions({ source, table, far, codes }, one.rule)
    return found === undefined ? [] : [{ one, ...found }]
  })
  const bits = (of: (one: (typeof compiled)[number]) => Sql): Sql =>
    compiled.length === 0 ? raw('0::int8') : join(compiled.map(of), ' | ')
  const bit = ({ one }: (typeof compiled)[number]): Sql => raw(`${one.bit}::int8`)
  const nothing = raw('0::int8')
  const assessed = bits(
    (rule) => sql`CASE WHEN ${rule.applies} THEN ${bit(rule)} ELSE ${nothing} END`,
  )
  // Nested: what the rule computes must not be computed of rows that it is not about.
  const failed = bits(
    (rule) =>
      sql`CASE WHEN ${rule.applies} THEN CASE WHEN ${rule.holds} THEN ${nothing} ELSE ${bit(rule)} END ELSE ${nothing} END`,
  )
  const place = (name: 'province' | 'commune' | 'institution'): Sql => {
    const own = plan[name]
    const value = own === undefined ? raw('NULL::text') : sql`${column(table, own)}::text`
    return sql`${value} AS ${identifier(judgedColumns[name])}`
  }
  const listed = [
    ...type.key.map((name) => column(table, name)),
    place('province'),
    place('commune'),
    place('institution'),
    sql`${assessed} AS ${identifier(judgedColumns.assessed)}`,
    sql`${failed} AS ${identifier(judgedColumns.failed)}`,
  ]
  const closed = type.compartment
  const where = [
    ...(closed === undefined ? [] : [sql`${column(table, closed)} IS NULL`]),
    ...(scope.kind === 'CHANGED' && type.changed !== undefined
      ? [sql`${column(table, type.changed)} >= ${scope.since}::timestamptz`]
      : []),
  ]
  const drawn =
    scope.kind === 'SAMPLE' ? sql` TABLESAMPLE BERNOULLI (${scope.share * 100}::float4)` : raw('')
  return {
    select: sql`SELECT ${join(listed, ', ')} FROM ${tableName(table)} AS ${table.alias}${drawn}${join([raw(''), ...far.joins], '')} WHERE ${all(where)}`,
    rules: compiled.map(({ one }) => one),
  }
}
