import sql, { join, raw, type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { enumName } from '../../../schema/model/generated-name.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { FieldGuard } from '../field-guard.ts'
import { columnFact, type Source } from '../source.ts'
import { castType, column, type Aliased } from './column.ts'
import { all, any } from './condition.ts'
import { tooMuch } from '../too-much.ts'

export interface OrderTerm {
  readonly column: string
  readonly descending: boolean
  readonly nullable: boolean
}

/** Terms of one order that a caller may give; the primary key follows them. */
export const maxOrderTerms = 8

/** The caller's terms, then the primary key as the unique tie-break of keyset paging. */
export function orderTerms(
  { source, guard }: { readonly source: Source; readonly guard: FieldGuard },
  type: TableType,
  orderBy: unknown,
): readonly OrderTerm[] {
  const given: readonly unknown[] = Array.isArray(orderBy) ? orderBy : []
  if (given.length > maxOrderTerms)
    throw tooMuch('orderBy', { limit: 'terms', allowed: maxOrderTerms, got: given.length })
  const terms: OrderTerm[] = []
  const add = (name: string, descending: boolean): void => {
    if (terms.some((term) => term.column === name)) return
    const { nullable } = columnFact(source, type, name)
    terms.push({ column: name, descending, nullable })
  }
  for (const one of given) {
    const { field, direction } = Object(one) as { field?: unknown; direction?: unknown }
    const found = [...type.columns.values()].find(
      (own) => own.sortable && enumName(own.field) === field,
    )
    if (found === undefined) throw new CodedError('BAD_USER_INPUT', 'orderBy: unknown field.')
    guard(type, found)
    add(found.column, direction === 'DESC')
  }
  for (const name of type.key) add(name, false)
  return terms
}

/** Names an order, so that a cursor of one order is refused by another. */
export function orderName(terms: readonly OrderTerm[]): string {
  return terms.map((term) => `${term.descending ? '-' : '+'}${term.column}`).join(',')
}

/** PostgreSQL's own place for nulls (last ascending, first descending), so that plain indexes serve. */
export function orderClause(table: Aliased, terms: readonly OrderTerm[], backward: boolean): Sql {
  return join(
    terms.map(
      (term) =>
        sql`${column(table, term.column)} ${raw(term.descending === backward ? 'ASC' : 'DESC')}`,
    ),
    ', ',
  )
}

interface Position {
  readonly source: Source
  readonly terms: readonly OrderTerm[]
  readonly values: readonly (string | null)[]
  /** Rows before the position, not after it. */
  readonly backward: boolean
}

/** Rows beyond a position in OR form, which every engine plans well. */
export function beyond(table: Aliased, { source, terms, values, backward }: Position): Sql {
  const equal = (term: OrderTerm, value: string | null): Sql =>
    value === null
      ? sql`${column(table, term.column)} IS NULL`
      : sql`${column(table, term.column)} = ${value}::${castType(source, table.type, term.column)}`
  const further = (term: OrderTerm, value: string | null): Sql => {
    const name = column(table, term.column)
    const rising = term.descending === backward
    if (value === null) return rising ? raw('false') : sql`${name} IS NOT NULL`
    const cast = castType(source, table.type, term.column)
    const past = sql`${name} ${raw(rising ? '>' : '<')} ${value}::${cast}`
    return rising && term.nullable ? sql`(${past} OR ${name} IS NULL)` : past
  }
  return any(
    terms.map((term, i) =>
      all([
        ...terms.slice(0, i).map((before, j) => equal(before, values[j] ?? null)),
        further(term, values[i] ?? null),
      ]),
    ),
  )
}

/** Alias of the exact text of an order's value in a row: what a cursor holds. */
export function positionAlias(index: number): string {
  return `$o${index}`
}
