import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { agreementNames, type Comparison } from '../../../schema/model/comparison.ts'
import type { TableType } from '../../../schema/model/model.ts'
import { accessFor, type RequestContext, shared } from '../request-context.ts'
import type { Resolver } from '../resolve/resolver.ts'
import { castType, column } from '../sql/column.ts'
import { all } from '../sql/condition.ts'
import { identifier } from '../sql/identifier.ts'
import { tableName } from '../sql/path.ts'
import type { Row } from '../sql/select.ts'
import { conditions } from './field-conditions.ts'
import { provinceColumn } from './quality-plan.ts'
import { sameFact } from './same-fact.ts'

export const defaultSample = 2000
export const maxSample = 5000
/** Of a table of many more rows than the sample, so many times as many are drawn by its blocks before the sample is. */
const reserve = 4

export interface ComparedTable {
  readonly ministry: string
  readonly type: TableType
  readonly comparisons: readonly Comparison[]
}

/** A sample as the gateway hands it back: the rows' keys, and in their order what the other ministry holds. */
interface Sample {
  readonly draw: string
  readonly rows: readonly Row[]
}

/**
 * `landPartyAgreement(size)`: draws rows at random, each with the same chance, and names them to the gateway alone. Fails
 * with BAD_USER_INPUT for a size beyond 1 to 5,000. Rows in compartments are never drawn.
 */
export function rootAgreement({ ministry, type, comparisons }: ComparedTable): Resolver {
  const names = agreementNames(ministry, type.name)
  const [first] = comparisons
  if (first === undefined) throw new Error(`expected comparisons of ${type.name}`)
  return async (_root, args, context) => {
    const size = sizeOf(args['size'])
    const table = { type, alias: raw('t') }
    const key = column(table, first.key.column)
    const closed = type.compartment
    const statement = sql`SELECT ${idOf(type)} AS id, ${key} AS key FROM ${tableName(table)} AS t${drawn(context, type, size)}
      WHERE ${all([sql`${key} IS NOT NULL`, ...(closed === undefined ? [] : [sql`${column(table, closed)} IS NULL`])])}
      ORDER BY random() LIMIT ${size}`
    const access = accessFor(context, [names.permission], `Query.${names.root}`)
    const rows = await context.snapshot.query(access, statement)
    // Whose facts are compared is told in the journal, by the ministry that names them too.
    for (const row of rows)
      context.persons.notePerson(String(row['key']), [names.row, names.entity(first.entity.name)])
    const named = names.entity(first.entity.name)
    const keyField = first.entity.entityKeys[0]?.[0] ?? ''
    return {
      draw: JSON.stringify(rows.map(({ id }) => id)),
      rows: context.budget.count(rows).map((row) => ({
        [named]: { __typename: first.entity.name, [keyField]: row['key'] },
      })),
    }
  }
}

function sizeOf(size: unknown): number {
  const wanted = size === undefined || size === null ? defaultSample : Number(size)
  if (wanted < 1 || wanted > maxSample)
    throw new CodedError('BAD_USER_INPUT', `size: expected 1 to ${maxSample}, got ${wanted}.`)
  return wanted
}

/** As a JSON list of the key's values, so that a key of several columns is one text. */
function idOf({ key }: TableType): Sql {
  return sql`json_build_array(${join(
    key.map((name) => sql`t.${identifier(name)}::text`),
    ', ',
  )})::text`
}

/** Sorting all of a large table to draw a few rows would cost its whole size. */
function drawn({ quality }: RequestContext, { name }: TableType, size: number): Sql {
  const rows = quality?.judged.get(name)?.rows ?? 0
  const share = (reserve * size) / Math.max(rows, 1)
  return rows === 0 || share >= 1 ? empty : sql` TABLESAMPLE BERNOULLI (${share * 100}::float4)`
}

/** The gateway hands the sample back with what was required of the other ministry. */
export function agreementReference(reference: Row): Row | null {
  return Array.isArray(reference['rows']) ? reference : null
}

/** How many of the sample's rows agree by one rule; what a row does not say, or the other does not know, is not compared. */
export function agreementCount(table: ComparedTable, comparison: Comparison): Resolver {
  return async (parent, _args, context) => {
    const sample = parent as Sample
    const own = await ownFacts(context, table, sample)
    const entity = agreementNames(table.ministry, table.type.name).entity(comparison.entity.name)
    const place = table.comparisons.indexOf(comparison)
    const named = valueNames(context, comparison)
    const verdicts = sample.rows.flatMap((row, at) => {
      const mine = own[at]
      if (mine === undefined || mine[alias.applies(place)] !== true) return []
      const told = toldOf(comparison, row[entity])
      const verdict =
        comparison.own === undefined
          ? told === mine[alias.key(place)]
          : sameOf(named(mine[alias.own(place)]), told)
      const { [alias.province]: province, [alias.key(place)]: other } = mine
      return verdict === undefined ? [] : [{ verdict, province, other }]
    })
    return { ...counted(verdicts), provinces: byProvince(verdicts) }
  }
}

interface Verdict {
  readonly verdict: boolean
  readonly province: unknown
  /** Key of what it was compared with: rows may be many of one person. */
  readonly other: unknown
}

function counted(verdicts: readonly Verdict[]) {
  return { agreed: verdicts.filter(({ verdict }) => verdict).length, compared: verdicts.length }
}

/** Of fewer nobody is told anything, and a share of them would say little. */
const leastOfProvince = 10

function byProvince(verdicts: readonly Verdict[]) {
  const codes = new Set(
    verdicts.flatMap(({ province }) => (typeof province === 'string' ? [province] : [])),
  )
  return [...codes].sort().flatMap((code) => {
    const own = verdicts.filter(({ province }) => province === code)
    const others = new Set(own.map(({ other }) => other))
    return others.size < leastOfProvince ? [] : [{ province: code, ...counted(own) }]
  })
}

function toldOf({ fact }: Comparison, other: unknown): unknown {
  return (other as Readonly<Record<string, unknown>> | null | undefined)?.[fact.field]
}

function sameOf(mine: unknown, told: unknown): boolean | undefined {
  return typeof mine === 'string' && typeof told === 'string' ? sameFact(mine, told) : undefined
}

/** A fact as the schema names it, where the database writes the values of an enum in its own way. */
function valueNames({ source }: RequestContext, { own }: Comparison): (stored: unknown) => unknown {
  const values = source.model.enums.get(own?.type ?? '')
  if (values === undefined) return (stored) => stored
  const byText = new Map([...values].map(([name, text]) => [text, name]))
  return (stored) => (typeof stored === 'string' ? (byText.get(stored) ?? stored) : stored)
}

/** Names of columns in the answer, by the place of the rule: longer than 63 bytes PostgreSQL would cut them. */
const alias = {
  own: (at: number) => `own${at}`,
  key: (at: number) => `key${at}`,
  applies: (at: number) => `applies${at}`,
  province: 'province',
}

/** What the ministry's own rows say, by one statement for all rules of the sample. */
function ownFacts(
  context: RequestContext,
  { ministry, type, comparisons }: ComparedTable,
  { draw }: Sample,
): Promise<readonly (Row | undefined)[]> {
  const names = agreementNames(ministry, type.name)
  return shared(context, `own facts of ${type.name}, ${draw}`, async () => {
    const table = { type, alias: raw('t') }
    const { source } = context
    const ids = JSON.parse(draw) as readonly string[]
    const keys = ids.map((id) => JSON.parse(id) as readonly string[])
    const listed = type.key.map((_, at) => sql`${keys.map((key) => key[at] ?? '')}::text[]`)
    const same = type.key.map(
      (name, at) =>
        sql`${column(table, name)} = k.${raw(`k${at}`)}::${castType(source, type, name)}`,
    )
    const place = provinceColumn(type)
    const selected = [
      sql`${idOf(type)} AS id`,
      ...(place === undefined
        ? []
        : [sql`${column(table, place)}::text AS ${identifier(alias.province)}`]),
      ...comparisons.flatMap(({ rule, own, key }, at) => [
        sql`${column(table, key.column)}::text AS ${identifier(alias.key(at))}`,
        ...(own === undefined
          ? []
          : [sql`${column(table, own.column)}::text AS ${identifier(alias.own(at))}`]),
        sql`(${all(conditions(source, table, rule.when))}) AS ${identifier(alias.applies(at))}`,
      ]),
    ]
    const access = accessFor(context, [names.permission], `Query.${names.root}`)
    const found = await context.snapshot.query(
      access,
      sql`SELECT ${join(selected, ', ')} FROM unnest(${join(listed, ', ')}) AS k (${join(
        type.key.map((_, at) => raw(`k${at}`)),
        ', ',
      )}) JOIN ${tableName(table)} AS t ON ${all(same)}`,
    )
    const byId = new Map(found.map((row) => [row['id'], row]))
    return ids.map((id) => byId.get(id))
  })
}
