import sql, { raw, type Sql } from 'sql-template-tag'
import type { Join, TableType } from '../../../schema/model/model.ts'
import type { QualityKind, QualityRule } from '../../../schema/model/quality-rule.ts'
import type { Source } from '../source.ts'
import { castType, column, type Aliased } from '../sql/column.ts'
import { all, any } from '../sql/condition.ts'
import { today, vietNam } from '../sql/today.ts'
import type { FarRows } from './far-rows.ts'
import { conditions, fieldColumn, storedValues } from './field-conditions.ts'

/** What a rule says of a row: whether it is about the row at all, and whether the row keeps it. */
export interface RuleConditions {
  readonly applies: Sql
  readonly holds: Sql
}

/** Codes that are valid in the same time: from a day on (included) to another (excluded); ISO 8601, null: without bound. */
export interface CodePeriod {
  readonly codes: readonly string[]
  readonly from: string | null
  readonly to: string | null
  /** Whether the day of the pass is within it. */
  readonly isNow: boolean
}

/** Codes of other ministries' lists, by entity. */
export type ValidCodes = ReadonlyMap<string, readonly CodePeriod[]>

export interface RuleTools {
  readonly source: Source
  readonly table: Aliased
  readonly far: FarRows
  readonly codes: ValidCodes
}

/** A rule as SQL; undefined where what it needs is not there now, so that there is no evidence. */
export function ruleConditions(tools: RuleTools, rule: QualityRule): RuleConditions | undefined {
  const { source, table } = tools
  const compiled = kinds[rule.kind](tools, rule)
  if (compiled === undefined) return undefined
  const own = rule.kind === 'COMPLETE' ? [] : given(table, rule.fields)
  return {
    applies: all([...conditions(source, table, rule.when), ...own, ...(compiled.applies ?? [])]),
    holds: compiled.holds,
  }
}

function given(table: Aliased, fields: readonly string[]): readonly Sql[] {
  return fields.map((field) => sql`${fieldColumn(table, field)} IS NOT NULL`)
}

interface Compiled {
  readonly applies?: readonly Sql[]
  readonly holds: Sql
}
type Compile = (tools: RuleTools, rule: QualityRule) => Compiled | undefined

const kinds: Readonly<Record<QualityKind, Compile>> = {
  FORMAT: ({ table }, { fields, pattern }) => {
    const own = fieldColumn(table, fields[0])
    return {
      holds: pattern === 'NFC' ? sql`${own} IS NFC NORMALIZED` : matches(own, pattern),
    }
  },
  RANGE: (tools, { fields, min, max }) => ({
    holds: all([...bound(tools, fields[0], '>=', min), ...bound(tools, fields[0], '<=', max)]),
  }),
  CODE: ({ source, table, codes }, { fields, values, catalogue, at }) => {
    const [field = ''] = fields
    const own = fieldColumn(table, field)
    const periods = codes.get(catalogue ?? '') ?? []
    if (at !== undefined)
      return periods.length === 0 ? undefined : codeAt(table, own, { at, periods })
    const known =
      values === undefined
        ? periods.flatMap((one) => (one.isNow ? one.codes : []))
        : storedValues(source, table.type, field, values)
    if (known.length === 0) return undefined
    return { holds: sql`${own}::text = ANY(${[...known]})` }
  },
  REFERENCE: ({ table, far }, rule) => {
    const join = joinOf(table.type, rule)
    return {
      applies: join.path.columns.map((name) => sql`${column(table, name)} IS NOT NULL`),
      holds: far.exists(join),
    }
  },
  UNIQUE: ({ far }, rule) => ({ holds: sql`NOT ${far.repeated(rule)}` }),
  COMPLETE: ({ table }, { fields }) => ({
    holds: all(
      fields.map((field) => {
        const own = fieldColumn(table, field)
        return sql`(${own} IS NOT NULL AND ${own}::text <> '')`
      }),
    ),
  }),
  TIMELY: ({ table }, { fields, withinDays }) => {
    const [from, to] = fields
    const until = to === undefined ? today : day(table, to)
    return { holds: sql`${until} - ${day(table, from)} BETWEEN 0 AND ${withinDays}::int` }
  },
  COUNT: ({ table, far }, rule) => {
    const wanted = rule.count ?? fieldColumn(table, rule.fields[0])
    return { holds: sql`${far.counted(joinOf(table.type, rule), rule)} = ${wanted}` }
  },
  SUM: ({ table, far }, rule) => {
    const own = fieldColumn(table, rule.fields[0])
    const sum = far.summed(joinOf(table.type, rule), rule)
    const slack = sql`${rule.tolerance}::float8`
    return {
      applies: [sql`${sum} IS NOT NULL`],
      holds: rule.atMost
        ? sql`${sum}::float8 <= ${own}::float8 + ${slack}`
        : sql`abs(${own} - ${sum})::float8 <= ${slack}`,
    }
  },
  PERSONAL_NUMBER: ({ table }, { fields }) => {
    const pin = fieldColumn(table, fields[0])
    const other = fieldColumn(table, fields[1])
    const isDate = table.type.columns.get(fields[1] ?? '')?.type === 'Date'
    return isDate
      ? { applies: [wellFormed(pin)], holds: sql`${birthYear(pin)} = extract(year FROM ${other})` }
      : {
          applies: [wellFormed(pin), sql`${other}::text IN ('MALE', 'FEMALE')`],
          holds: sql`(substr(${pin}, 4, 1)::int % 2 = 0) = (${other}::text = 'MALE')`,
        }
  },
  GRADE_AGE: ({ table }, { fields, min, max }) => {
    const pin = fieldColumn(table, fields[0])
    const year = sql`${fieldColumn(table, fields[1])}::text`
    const grade = fieldColumn(table, fields[2])
    return {
      applies: [wellFormed(pin), sql`${year} ~ '^[0-9]{4}'`],
      holds: sql`left(${year}, 4)::int - ${birthYear(pin)} - ${grade} BETWEEN ${min}::int AND ${max}::int`,
    }
  },
  // Told by agreement between sources, never by a pass over the own rows.
  AGREES: () => undefined,
}

/** Of a day before the list begins nothing is known. */
function codeAt(
  table: Aliased,
  own: Sql,
  { at, periods }: { readonly at: string; readonly periods: readonly CodePeriod[] },
): Compiled {
  const on = day(table, at)
  const begins = periods.map(({ from }) => from ?? '-infinity').sort()[0]
  const within = periods.map(({ codes, from, to }) =>
    all([
      sql`${on} >= ${from ?? '-infinity'}::date`,
      sql`${on} < ${to ?? 'infinity'}::date`,
      sql`${own}::text = ANY(${[...codes]})`,
    ]),
  )
  return {
    applies: [sql`${on} >= ${begins}::date`],
    holds: any(within),
  }
}

function joinOf(type: TableType, { via }: QualityRule): Join {
  const join = type.joins.get(via ?? '')
  if (join === undefined) throw new Error(`expected a join of ${type.name}, got ${via}`)
  return join
}

function bound(
  { source, table }: RuleTools,
  field: string | undefined,
  operator: '>=' | '<=',
  value: string | undefined,
): readonly Sql[] {
  if (value === undefined) return []
  const own = fieldColumn(table, field)
  const name = table.type.columns.get(field ?? '')?.column ?? ''
  const limit = value === 'TODAY' ? today : sql`${value}::${castType(source, table.type, name)}`
  return [sql`${own} ${raw(operator)} ${limit}`]
}

/** The day of a date, or of an instant in Viet Nam. */
function day(table: Aliased, field: string | undefined): Sql {
  const own = fieldColumn(table, field)
  const isInstant = table.type.columns.get(field ?? '')?.type === 'DateTime'
  return isInstant ? sql`(${own} AT TIME ZONE ${raw(`'${vietNam}'`)})::date` : sql`${own}::date`
}

function wellFormed(pin: Sql): Sql {
  return matches(pin, '^[0-9]{12}$')
}

/** So many letters of one class, and nothing else. */
const counted = /^\^\[([^\]\\^]+)\]\{(\d{1,4})\}\$$/

/**
 * Whether a text has a form. That it has no letter but those of a class, and so many of them, is found in a third of the
 * time that counting them by the expression takes.
 */
function matches(own: Sql, pattern: string | undefined): Sql {
  const [, letters, count] = counted.exec(pattern ?? '') ?? []
  return letters === undefined || count === undefined
    ? sql`${own}::text ~ ${pattern}`
    : sql`(length(${own}::text) = ${raw(count)} AND ${own}::text !~ ${`[^${letters}]`})`
}

/** Digit 4 says century and sex, digits 5 and 6 the year (Decree 137/2015, Art 13). */
function birthYear(pin: Sql): Sql {
  return sql`(1900 + substr(${pin}, 4, 1)::int / 2 * 100 + substr(${pin}, 5, 2)::int)`
}
