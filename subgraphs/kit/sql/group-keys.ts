import sql, { join, raw, type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { dimensionTarget } from '../../../schema/model/dimension-target.ts'
import { enumName } from '../../../schema/model/generated-name.ts'
import type { Column, Dimension } from '../../../schema/model/model.ts'
import { walkPath } from '../../../schema/model/walk-path.ts'
import { column, type Aliased } from './column.ts'
import { all } from './condition.ts'
import type { FilterScope } from './filter.ts'
import { joined, tableName } from './path.ts'
import { rowCondition } from './row-condition.ts'
import { today, vietNam } from './today.ts'

/** Keys of one groups field. */
export const maxGroupKeys = 5
/** Edges of one numeric key. */
export const maxEdges = 100
/** One key of groups: what to group by, and how a row's values become the key's. */
export interface GroupKey {
  readonly dimension: Dimension
  readonly expressions: readonly Sql[]
  readonly read: (values: readonly unknown[]) => unknown
}

export interface GroupKeys {
  readonly keys: readonly GroupKey[]
  /** LEFT JOINs that the keys of joined rows need. */
  readonly joins: readonly Sql[]
}

interface KeyInput {
  readonly field: string
  readonly bucket?: string | null
  readonly timezone?: string | null
  readonly edges?: readonly number[] | null
  readonly on?: string | null
}

const units: Readonly<Record<string, Sql>> = {
  HOUR: raw(`'hour'`),
  DAY: raw(`'day'`),
  WEEK: raw(`'week'`),
  MONTH: raw(`'month'`),
  QUARTER: raw(`'quarter'`),
  YEAR: raw(`'year'`),
}

/** Reads `groupBy`: declared dimensions alone, each once; a wrong argument is BAD_USER_INPUT. */
export function groupKeys(scope: FilterScope, table: Aliased, groupBy: unknown): GroupKeys {
  const inputs = (Array.isArray(groupBy) ? groupBy : []) as readonly KeyInput[]
  if (inputs.length < 1 || inputs.length > maxGroupKeys)
    throw refused(`expected 1 to ${maxGroupKeys} keys, got ${inputs.length}`)
  const joins: Sql[] = []
  const places = new Map<string, Aliased>()
  const keys = inputs.map((input) => {
    const dimension = [...table.type.dimensions.values()].find(
      ({ name }) => enumName(name) === input.field,
    )
    if (dimension === undefined) throw refused(`unknown dimension ${input.field}`)
    const owner = ownerOf(scope, table, { dimension, joins, places })
    return groupKey(scope, { table, owner, dimension }, input)
  })
  if (new Set(inputs.map(({ field }) => field)).size < inputs.length)
    throw refused('expected each dimension once')
  return { keys, joins }
}

interface Walk {
  readonly dimension: Dimension
  readonly joins: Sql[]
  readonly places: Map<string, Aliased>
}

/** The aliased table that a dimension's field is on; joins it in on the way, once for several keys. */
function ownerOf(scope: FilterScope, table: Aliased, { dimension, joins, places }: Walk): Aliased {
  const steps = walkPath(scope.source.model, table.type, dimension.via)
  if (typeof steps === 'string') throw new Error(steps)
  let at = table
  let way = ''
  for (const { join: field, to: type } of steps) {
    way += `.${field.field}`
    const known = places.get(way)
    const to = known ?? { type, alias: scope.alias() }
    if (known === undefined) {
      const rows = rowCondition(scope.source, to, scope.access(type), scope.alias)
      joins.push(
        sql` LEFT JOIN ${tableName(type)} AS ${to.alias} ON ${all([joined(at, field, to), ...rows])}`,
      )
      places.set(way, to)
    }
    at = to
  }
  return at
}

interface KeyPlace {
  readonly table: Aliased
  readonly owner: Aliased
  readonly dimension: Dimension
}

function groupKey(scope: FilterScope, place: KeyPlace, input: KeyInput): GroupKey {
  const { table, owner, dimension } = place
  const target = dimensionTarget(scope.source.model, table.type, dimension)
  if (typeof target === 'string') throw new Error(target)
  if (target.kind === 'join') {
    expectNone(input, ['bucket', 'timezone', 'edges', 'on'])
    const { columns } = target.join.path
    scope.guard(owner.type, target.join)
    return {
      dimension,
      expressions: columns.map((name) => column(owner, name)),
      read: (values) =>
        values.some((value) => value === null)
          ? null
          : Object.fromEntries(columns.map((name, i) => [name, values[i]])),
    }
  }
  scope.guard(owner.type, target.column)
  if (dimension.derive !== undefined) return ageKey(place, input, target.column)
  const of = column(owner, target.column.column)
  switch (target.column.type) {
    case 'Int':
    case 'Float':
    case 'BigInt':
      return bandKey(dimension, of, input)
    case 'Date':
      expectNone(input, ['edges', 'on', 'timezone'])
      return single(dimension, dateBucket(of, input))
    case 'DateTime':
      expectNone(input, ['edges', 'on'])
      return single(dimension, instantBucket(of, input))
    default:
      expectNone(input, ['bucket', 'timezone', 'edges', 'on'])
      return single(dimension, of)
  }
}

function single(dimension: Dimension, expression: Sql): GroupKey {
  return { dimension, expressions: [expression], read: ([value]) => value ?? null }
}

function dateBucket(of: Sql, { bucket, field }: KeyInput): Sql {
  const name = bucket ?? 'DAY'
  if (name === 'DAY') return of
  if (name === 'HOUR') throw refused(`${field}: a date has no hours`)
  return sql`date_trunc(${units[name] ?? raw(`'day'`)}, ${of}::timestamp)::date`
}

function instantBucket(of: Sql, { bucket, timezone, field }: KeyInput): Sql {
  const zone = timezone ?? vietNam
  if (!isZone(zone)) throw refused(`${field}: expected an IANA time zone such as ${vietNam}`)
  const unit = units[bucket ?? 'DAY'] ?? raw(`'day'`)
  return sql`date_trunc(${unit}, ${of} AT TIME ZONE ${zone}::text) AT TIME ZONE ${zone}::text`
}

function isZone(zone: string): boolean {
  try {
    return (
      /^[A-Za-z0-9_+\-/]{1,64}$/.test(zone) &&
      Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
    )
  } catch {
    return false
  }
}

/** Bands between given edges, the lower edge included; below the first and from the last on are open. */
function bandKey(dimension: Dimension, of: Sql, input: KeyInput): GroupKey {
  expectNone(input, ['bucket', 'timezone', 'on'])
  const edges = input.edges ?? []
  if (edges.length < 1 || edges.length > maxEdges)
    throw refused(`${input.field}: expected 1 to ${maxEdges} edges, got ${edges.length}`)
  if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] ?? edge)))
    throw refused(`${input.field}: expected ascending edges`)
  return {
    dimension,
    expressions: [sql`width_bucket(${of}::float8, ${[...edges]}::float8[])`],
    read: ([value]) => {
      if (value === null || value === undefined) return null
      const index = Number(value)
      return { from: edges[index - 1] ?? null, to: edges[index] ?? null }
    },
  }
}

/** Whole years at the ministry's date column, or on the day that the caller names. */
function ageKey({ table, owner, dimension }: KeyPlace, input: KeyInput, birth: Column): GroupKey {
  expectNone(input, ['bucket', 'timezone', 'edges'])
  const { derive } = dimension
  if (derive === undefined) throw new Error(`expected ${dimension.name} to be derived`)
  const years = sql`extract(year FROM age(${dayOf(table, derive.at, input)}, ${column(owner, birth.column)}))::int`
  if (derive.kind === 'AGE') return single(dimension, years)
  const width = raw(String(Math.trunc(derive.width)))
  return {
    dimension,
    expressions: [sql`(floor(${years}::float8 / ${width}) * ${width})::int`],
    read: ([value]) =>
      value === null || value === undefined
        ? null
        : { from: Number(value), to: Number(value) + derive.width },
  }
}

function dayOf(table: Aliased, at: string | undefined, { on, field }: KeyInput): Sql {
  if (at === undefined) return on === null || on === undefined ? today : sql`${on}::date`
  if (on !== null && on !== undefined)
    throw refused(`${field}: its ministry fixes the day of the age`)
  const own = table.type.columns.get(at)
  if (own === undefined) throw new Error(`expected ${table.type.name}.${at} to be a column`)
  const name = column(table, own.column)
  return own.type === 'Date' ? name : sql`(${name} AT TIME ZONE ${vietNam}::text)::date`
}

function expectNone(input: KeyInput, names: readonly (keyof KeyInput)[]): void {
  for (const name of names)
    if (input[name] !== null && input[name] !== undefined)
      throw refused(`${input.field}: ${name} does not fit this dimension`)
}

function refused(expected: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `groupBy: ${expected}.`)
}

/** `GROUP BY 1, 2, …`: the keys come first in the list, and their parameters need no repeating. */
export function groupByClause(keys: readonly GroupKey[]): Sql {
  const count = keys.reduce((sum, { expressions }) => sum + expressions.length, 0)
  return join(
    Array.from({ length: count }, (_, i) => raw(String(i + 1))),
    ', ',
  )
}
