import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Source } from '../source.ts'
import { aliases, column } from '../sql/column.ts'
import { identifier } from '../sql/identifier.ts'
import { all } from '../sql/condition.ts'
import { tableName } from '../sql/path.ts'
import { farRows } from './far-rows.ts'
import { judgedColumns, type QualityPlan, type RuleBit } from './quality-plan.ts'
import { ruleConditions, type RuleConditions, type ValidCodes } from './rule-conditions.ts'

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
  const packs = packsOf(compiled)
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
    ...packs.map((pack, at) => sql`${pack} AS ${packName(at)}`),
  ]
  const shown = [
    ...type.key,
    judgedColumns.province,
    judgedColumns.commune,
    judgedColumns.institution,
  ]
  const told = [
    ...shown.map((name) => sql`p.${identifier(name)}`),
    sql`${unpacked(packs, assessedOf)} AS ${identifier(judgedColumns.assessed)}`,
    sql`${unpacked(packs, failedOf)} AS ${identifier(judgedColumns.failed)}`,
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
    // Kept apart (OFFSET 0): else every rule would be computed anew wherever its verdict is told.
    select: sql`SELECT ${join(told, ', ')} FROM (SELECT ${join(listed, ', ')} FROM ${tableName(table)} AS ${table.alias}${drawn}${join([raw(''), ...far.joins], '')} WHERE ${all(where)} OFFSET 0) AS p`,
    rules: compiled.map(({ one }) => one),
  }
}

interface CompiledRule extends RuleConditions {
  readonly one: RuleBit
}

/** Verdicts of so many rules are one whole number of 64 bits: what was judged in the low bits, what fails above them. */
const packSize = 30

/**
 * What was judged of a row and what of it fails, `packSize` rules a number, so that each rule is computed once a row.
 * Nested: what a rule computes must not be computed of rows that it is not about.
 */
function packsOf(compiled: readonly CompiledRule[]): readonly Sql[] {
  const verdicts = compiled.map(({ one, applies, holds }) => {
    const place = one.bit.toString(2).length - 1
    const judged = 1n << BigInt(place % packSize)
    const failing = judged | (judged << BigInt(packSize))
    const verdict = sql`CASE WHEN ${applies} THEN CASE WHEN ${holds} THEN ${raw(`${judged}::int8`)} ELSE ${raw(`${failing}::int8`)} END ELSE 0::int8 END`
    return { pack: Math.floor(place / packSize), verdict }
  })
  const packs = Math.max(0, ...verdicts.map(({ pack }) => pack)) + 1
  return Array.from({ length: packs }, (_, at) => {
    const own = verdicts.filter(({ pack }) => pack === at).map(({ verdict }) => verdict)
    return own.length === 0 ? raw('0::int8') : join(own, ' | ')
  })
}

function packName(at: number): Sql {
  return raw(`v${at}`)
}

const low = raw(`${(1n << BigInt(packSize)) - 1n}::int8`)
const assessedOf = (pack: Sql): Sql => sql`(p.${pack} & ${low})`
const failedOf = (pack: Sql): Sql => sql`(p.${pack} >> ${raw(String(packSize))})`

/** The bits of all rules, each at its own place. */
function unpacked(packs: readonly Sql[], of: (pack: Sql) => Sql): Sql {
  const parts = packs.map((_, at) => {
    const own = of(packName(at))
    return at === 0 ? own : sql`(${own} << ${raw(String(at * packSize))})`
  })
  return join(parts, ' | ')
}
