import sql, { join, raw, type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { enumName } from '../../../schema/model/generated-name.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { GroupKey } from './group-keys.ts'
import type { Aliased } from './column.ts'
import { measureSql, type Measure } from './measures.ts'
import { maxOrderTerms } from './order.ts'
import { tooMuch } from '../too-much.ts'

interface OrderInput {
  readonly key?: string | null
  readonly measure?: unknown
  readonly direction: string
  readonly nulls: string
}

/** One term of an order of groups: the places of a key's values, from 0, or a measure. */
export interface GroupOrderTerm {
  readonly by: { readonly places: readonly number[] } | { readonly measure: Measure }
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** Reads `orderBy` of groups: keys and measures; BAD_USER_INPUT for a key that is not grouped by. */
export function groupOrderTerms(
  keys: readonly GroupKey[],
  orderBy: unknown,
  measureOf: (input: unknown) => Measure,
): readonly GroupOrderTerm[] {
  const inputs = (Array.isArray(orderBy) ? orderBy : []) as readonly OrderInput[]
  if (inputs.length > maxOrderTerms)
    throw tooMuch('orderBy', { limit: 'terms', allowed: maxOrderTerms, got: inputs.length })
  return inputs.map(({ key, measure, direction, nulls }) => {
    const byKey = key !== null && key !== undefined
    if (byKey === (measure !== null && measure !== undefined))
      throw refused('expected a key or a measure in each term')
    return {
      by: byKey ? { places: places(keys, key) } : { measure: measureOf(measure) },
      descending: direction === 'DESC',
      nullsFirst: nulls === 'FIRST',
    }
  })
}

/** The order as SQL; all keys follow, so that it is total. */
export function groupOrder(
  { table, keys }: { readonly table: Aliased; readonly keys: readonly GroupKey[] },
  terms: readonly GroupOrderTerm[],
): Sql {
  const given = terms.flatMap(({ by, descending, nullsFirst }) => {
    const way = raw(`${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`)
    if ('measure' in by) return [sql`${measureSql(table, by.measure)} ${way}`]
    return by.places.map((place) => sql`${raw(String(place + 1))} ${way}`)
  })
  return join([...given, ...everyKey(keys)], ', ')
}

function places(keys: readonly GroupKey[], name: string): readonly number[] {
  let place = 0
  for (const { dimension, expressions } of keys) {
    if (enumName(dimension.name) === name) return expressions.map((_, i) => place + i)
    place += expressions.length
  }
  throw refused(`${name} is not grouped by`)
}

function everyKey(keys: readonly GroupKey[]): readonly Sql[] {
  return keys
    .flatMap(({ expressions }) => expressions)
    .map((_, i) => raw(`${i + 1} ASC NULLS LAST`))
}

/** Reads a measure input: a declared function of a declared column, or the count. */
export function groupMeasure(
  type: TableType,
  input: unknown,
  percentile: (p: unknown) => number,
): Measure {
  const { field, fn, p } = Object(input) as { field?: unknown; fn?: unknown; p?: unknown }
  if (field === 'COUNT') return { kind: 'count' }
  const own = [...type.columns.values()].find((one) => enumName(one.field) === field)
  const wanted = fn ?? 'SUM'
  const declared = own?.measures.find((one) => one === wanted)
  if (own === undefined || declared === undefined)
    throw new CodedError(
      'BAD_USER_INPUT',
      `measure: expected one of ${own?.measures.join(', ') ?? 'the declared functions'}, got ${typeof wanted === 'string' ? wanted : 'none'}.`,
    )
  return declared === 'PERCENTILE'
    ? { kind: 'column', field: own.field, fn: declared, p: percentile(p) }
    : { kind: 'column', field: own.field, fn: declared }
}

function refused(expected: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `orderBy: ${expected}.`)
}
