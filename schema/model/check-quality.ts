import type { Problem } from '../problem.ts'
import type { Model, TableType } from './model.ts'
import {
  qualityCriteria,
  qualityKinds,
  type QualityCondition,
  type QualityKind,
  type QualityRule,
} from './quality-rule.ts'
import { comparisonOf } from './comparison.ts'
import { targetTable } from './walk-path.ts'

/** Rules of one table: their verdicts on a row are the bits of one whole number. */
export const maxQualityRules = 60
/** Letters of a pattern; what is longer is a program. */
const maxPattern = 500

/** Rules that cannot be judged: names that are not there, patterns that are none, arguments that do not fit the kind. */
export function checkQuality(model: Model, type: TableType): Problem[] {
  const { quality, changed, key, name, line } = type
  const broken = (rule: QualityRule, message: string): Problem => ({
    code: 'QUALITY_BROKEN',
    message,
    coordinate: `${name} @quality(code: ${JSON.stringify(rule.code)})`,
    line: rule.line,
  })
  const problems = quality.flatMap((rule) =>
    [...shapeOf(model, type, rule), ...ofKind(model, type, rule)].map((one) => broken(rule, one)),
  )
  const of = (message: string): Problem => ({
    code: 'QUALITY_BROKEN',
    message,
    coordinate: name,
    line,
  })
  if (quality.length > maxQualityRules)
    problems.push(of(`expected at most ${maxQualityRules} rules, got ${quality.length}`))
  if (quality.length > 0 && key.length === 0)
    problems.push(of('expected @table(key: …): a row that fails is known by its key'))
  if (changed !== undefined && quality.length === 0)
    problems.push(of('expected @quality with @table(changed: …)'))
  return problems
}

function shapeOf(model: Model, type: TableType, rule: QualityRule): string[] {
  const { code, criterion, kind, fields, when, version } = rule
  const problems: string[] = []
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code) || code.length > 60)
    problems.push('expected a code in lower case with hyphens, 60 letters at most')
  if (isTaken(model, rule)) problems.push('expected a code that no other rule has')
  if (!qualityCriteria.some((one) => one === criterion))
    problems.push(`expected a criterion, one of ${qualityCriteria.join(', ')}, got ${criterion}`)
  if (!qualityKinds.some((one) => one === kind))
    problems.push(`expected a kind, one of ${qualityKinds.join(', ')}, got ${kind}`)
  if (!Number.isInteger(version) || version < 1) problems.push('expected a version from 1 up')
  const unknown = fields.filter((field) => columnOf(type, field) === undefined)
  for (const field of unknown)
    problems.push(`expected a field of ${type.name} that reads a column, got ${field}`)
  return [...problems, ...conditionProblems(type, when)]
}

/** By a rule before it. */
function isTaken(model: Model, rule: QualityRule): boolean {
  for (const other of model.types.values()) {
    if (other.kind !== 'table') continue
    for (const one of other.quality) {
      if (one === rule) return false
      if (one.code === rule.code) return true
    }
  }
  return false
}

function conditionProblems(type: TableType, conditions: readonly QualityCondition[]): string[] {
  return conditions.flatMap(({ field, in: values, given }) => [
    ...(columnOf(type, field) === undefined
      ? [`expected a field of ${type.name} that reads a column, got ${field}`]
      : []),
    ...((values === undefined) === (given === undefined)
      ? [`${field}: expected in or given, and not both`]
      : []),
  ])
}

type KindCheck = (rule: QualityRule, model: Model, type: TableType) => (string | undefined)[]

const kinds: Readonly<Record<QualityKind, KindCheck>> = {
  FORMAT: (rule) => [fieldsAre(rule, 1), patternProblem(rule.pattern)],
  RANGE: (rule) => [
    fieldsAre(rule, 1),
    rule.min === undefined && rule.max === undefined ? 'expected min, max or both' : undefined,
    ...[rule.min, rule.max].map(boundProblem),
  ],
  CODE: (rule, model, type) => [
    fieldsAre(rule, 1),
    (rule.values === undefined) === (rule.catalogue === undefined)
      ? 'expected values or catalogue, and not both'
      : undefined,
    rule.catalogue === undefined || model.types.get(rule.catalogue)?.kind === 'stub'
      ? undefined
      : `expected catalogue to name an entity of another ministry, got ${rule.catalogue}`,
    dayProblem(rule, type),
  ],
  REFERENCE: (rule, model, type) => [joinProblem(rule, model, type, 'one')],
  UNIQUE: (rule) => [rule.fields.length === 0 ? 'expected fields' : undefined],
  COMPLETE: (rule) => [rule.fields.length === 0 ? 'expected fields' : undefined],
  TIMELY: (rule) => [
    rule.fields.length === 1 || rule.fields.length === 2
      ? undefined
      : `expected one or two fields, got ${rule.fields.length}`,
    rule.withinDays === undefined || rule.withinDays < 0
      ? 'expected withinDays from 0 up'
      : undefined,
  ],
  COUNT: (rule, model, type) => [
    joinProblem(rule, model, type, 'list'),
    (rule.count === undefined) === (rule.fields.length === 0)
      ? 'expected count, or the field that says how many, and not both'
      : undefined,
  ],
  SUM: (rule, model, type) => [
    fieldsAre(rule, 1),
    joinProblem(rule, model, type, 'list'),
    rule.sum === undefined ? 'expected sum, a field of the joined rows' : undefined,
    rule.tolerance < 0 ? 'expected a tolerance from 0 up' : undefined,
  ],
  PERSONAL_NUMBER: (rule) => [
    rule.fields.length === 2 ? undefined : 'expected fields: the number, and a birth date or a sex',
  ],
  AGREES: (rule, model, type) => {
    const made = comparisonOf(model, type, rule)
    const said = typeof made === 'string' ? made : undefined
    const first = type.quality.find(({ kind }) => kind === 'AGREES')
    const named = [rule, first ?? rule].map(
      (one) => `${one.with?.split('.')[0]} by ${one.fields.at(-1)}`,
    )
    return [
      named[0] === named[1]
        ? undefined
        : `expected to compare with ${named[1]}, as the rule before it, got ${named[0]}`,
      said,
      rule.criterion === 'AGREEMENT' ? undefined : 'expected the criterion AGREEMENT',
    ]
  },
  GRADE_AGE: (rule) => [
    fieldsAre(rule, 3),
    ...[rule.min, rule.max].map((one) =>
      Number.isInteger(Number(one ?? 'none')) ? undefined : 'expected min and max, whole years',
    ),
  ],
}

function ofKind(model: Model, type: TableType, rule: QualityRule): string[] {
  const check: KindCheck | undefined = kinds[rule.kind]
  return check === undefined ? [] : check(rule, model, type).filter((one) => one !== undefined)
}

function fieldsAre({ fields, kind }: QualityRule, count: number): string | undefined {
  return fields.length === count
    ? undefined
    : `${kind}: expected ${count} ${count === 1 ? 'field' : 'fields'}, got ${fields.length}`
}

/** PostgreSQL's expressions are those of ECMAScript as far as rules need them; the database has the last word. */
function patternProblem(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return 'expected a pattern'
  if (pattern.length > maxPattern) return `expected a pattern of at most ${maxPattern} letters`
  try {
    return void new RegExp(pattern)
  } catch {
    return `expected a regular expression, got ${JSON.stringify(pattern.slice(0, 60))}`
  }
}

function boundProblem(bound: string | undefined): string | undefined {
  if (bound === undefined || bound === 'TODAY') return undefined
  if (/^-?\d{1,15}(\.\d{1,6})?$/.test(bound)) return undefined
  if (/^\d{4}-\d{2}-\d{2}$/.test(bound) && !Number.isNaN(Date.parse(bound))) return undefined
  return `expected a number, a date or TODAY, got ${JSON.stringify(bound)}`
}

function dayProblem({ at, catalogue }: QualityRule, type: TableType): string | undefined {
  if (at === undefined) return undefined
  if (catalogue === undefined) return 'expected catalogue with at'
  return ['Date', 'DateTime'].includes(columnOf(type, at)?.type ?? '')
    ? undefined
    : `expected at to be a Date or a DateTime of ${type.name}, got ${at}`
}

function joinProblem(
  { via, rows, sum }: QualityRule,
  model: Model,
  type: TableType,
  shape: 'one' | 'list',
): string | undefined {
  const join = type.joins.get(via ?? '')
  const target = join && targetTable(model, join.target)
  if (join === undefined || target === undefined || join.path.via.length > 0)
    return `expected via to be a join of ${type.name} to rows of this ministry, got ${via ?? 'none'}`
  if ((join.shape === 'one') !== (shape === 'one'))
    return `expected via to lead to ${shape === 'one' ? 'one row' : 'many rows'}, got ${via}`
  if (sum !== undefined && target.columns.get(sum) === undefined)
    return `expected sum to be a field of ${target.name} that reads a column, got ${sum}`
  return conditionProblems(target, rows)[0]
}

function columnOf({ columns }: TableType, field: string) {
  const column = columns.get(field)
  return column?.list === true ? undefined : column
}
