import sql, { join, raw, type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { enumName } from '../../../schema/model/generated-name.ts'
import type { Dimension } from '../../../schema/model/model.ts'
import { column, type Aliased } from './column.ts'
import { dimensionWalk, type DimensionPlace } from './dimension-walk.ts'
import type { FilterScope } from './filter.ts'
import { bucketNamed, dateBucket, instantBucket, localBucket } from './time-bucket.ts'
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

/** Reads `groupBy`: declared dimensions alone, each once; a wrong argument is BAD_USER_INPUT. */
export function groupKeys(scope: FilterScope, table: Aliased, groupBy: unknown): GroupKeys {
  const inputs = (Array.isArray(groupBy) ? groupBy : []) as readonly KeyInput[]
  if (inputs.length < 1 || inputs.length > maxGroupKeys)
    throw refused(`expected 1 to ${maxGroupKeys} keys, got ${inputs.length}`)
  const walk = dimensionWalk(scope, table)
  const keys = inputs.map((input) => {
    const dimension = [...table.type.dimensions.values()].find(
      ({ name }) => enumName(name) === input.field,
    )
    if (dimension === undefined) throw refused(`unknown dimension ${input.field}`)
    const place = walk.place(dimension)
    const { target } = place
    scope.guard(target.owner, target.kind === 'join' ? target.join : target.column)
    return groupKey(place, input)
  })
  if (new Set(inputs.map(({ field }) => field)).size < inputs.length)
    throw refused('expected each dimension once')
  return { keys, joins: walk.joins }
}

function groupKey(place: DimensionPlace, input: KeyInput): GroupKey {
  const { dimension, target, columns } = place
  const of = columns[0] ?? raw('NULL')
  if (target.kind === 'join') {
    expectNone(input, ['bucket', 'timezone', 'edges', 'on'])
    const names = target.join.path.columns
    return {
      dimension,
      expressions: columns,
      read: (values) =>
        values.some((value) => value === null)
          ? null
          : Object.fromEntries(names.map((name, i) => [name, values[i]])),
    }
  }
  if (dimension.derive !== undefined) return ageKey(place, input)
  switch (target.column.type) {
    case 'Int':
    case 'Float':
    case 'BigInt':
      return bandKey(dimension, of, input)
    case 'Date':
    case 'DateTime':
    case 'LocalDateTime':
      return timeKey(place, of, input)
    default:
      expectNone(input, ['bucket', 'timezone', 'edges', 'on'])
      return single(dimension, of)
  }
}

/** Where the value's bucket begins; a rollup may hold that already. */
function timeKey(place: DimensionPlace, of: Sql, input: KeyInput): GroupKey {
  const { dimension, target } = place
  const bucket = bucketNamed(input.bucket)
  const isKept = place.bucket === bucket
  expectNone(input, ['edges', 'on'])
  if (target.kind === 'column' && target.column.type === 'DateTime')
    return single(dimension, isKept ? of : instantBucket(of, bucket, zoneOf(input)))
  expectNone(input, ['timezone'])
  if (target.kind === 'column' && target.column.type === 'LocalDateTime')
    return single(dimension, localBucket(of, bucket))
  if (input.bucket === 'HOUR') throw refused(`${input.field}: a date has no hours`)
  return single(dimension, isKept ? of : dateBucket(of, bucket))
}

function single(dimension: Dimension, expression: Sql): GroupKey {
  return { dimension, expressions: [expression], read: ([value]) => value ?? null }
}

function zoneOf({ timezone, field }: KeyInput): string {
  const zone = timezone ?? vietNam
  if (!isZone(zone)) throw refused(`${field}: expected an IANA time zone such as ${vietNam}`)
  return zone
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
function ageKey(place: DimensionPlace, input: KeyInput): GroupKey {
  expectNone(input, ['bucket', 'timezone', 'edges'])
  const { table, dimension } = place
  const { derive } = dimension
  if (derive === undefined) throw new Error(`expected ${dimension.name} to be derived`)
  const day = dayOf(table, derive.at, input)
  const expression = derivedAge(place, day)
  if (derive.kind === 'AGE') return single(dimension, expression)
  return {
    dimension,
    expressions: [expression],
    read: ([value]) =>
      value === null || value === undefined
        ? null
        : { from: Number(value), to: Number(value) + derive.width },
  }
}

/** The age on a day, or where its band begins. */
export function derivedAge({ dimension, columns, isDerived }: DimensionPlace, day: Sql): Sql {
  const [of = raw('NULL')] = columns
  if (isDerived) return of
  const years = sql`extract(year FROM age(${day}, ${of}))::int`
  if (dimension.derive?.kind !== 'AGE_BAND') return years
  const width = raw(String(Math.trunc(dimension.derive.width)))
  return sql`(floor(${years}::float8 / ${width}) * ${width})::int`
}

function dayOf(table: Aliased, at: string | undefined, { on, field }: KeyInput): Sql {
  if (at === undefined) return on === null || on === undefined ? today : sql`${on}::date`
  if (on !== null && on !== undefined)
    throw refused(`${field}: its ministry fixes the day of the age`)
  return fixedDay(table, at)
}

/** The day that the ministry fixes: a date column of the row, or the day of an instant in Viet Nam. */
export function fixedDay(table: Aliased, at: string): Sql {
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
