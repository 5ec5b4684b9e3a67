import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Join } from '../../../schema/model/model.ts'
import { type Aliased, column } from './column.ts'
import { measureList, type Measure } from './measures.ts'
import { beyond, orderClause, type OrderTerm } from './order.ts'
import { eachParent, ofParents, parentArrays, parentList, type ParentKey } from './parents.ts'
import { prepare, type Prepared, type Rows } from './prepare.ts'
import { columnList, fromWhere, positionList } from './select.ts'
import { subjectItem } from './subject-item.ts'
import { identifier } from './identifier.ts'

export interface Page {
  readonly columns: readonly string[]
  readonly terms: readonly OrderTerm[]
  readonly withPositions: boolean
  /** Rows to fetch: the page's size and one more, which tells whether others follow. */
  readonly limit: number
  readonly backward: boolean
  readonly position?: readonly (string | null)[]
}

/** One page of a table. */
export function pageStatement(rows: Rows, page: Page): Sql {
  const prepared = prepare(rows)
  return sql`SELECT ${pageBody(rows, prepared, page, [])}`
}

/** Alias of a row's cells as one text. */
export const cellsAlias = '$cells'

/**
 * The rows of a table from a position on, each as PostgreSQL's text of a composite value, with the persons behind it and
 * its place in the order.
 */
export function cellsStatement(
  rows: Rows,
  page: Pick<Page, 'terms' | 'limit' | 'position'> & { readonly cells: readonly string[] },
): Sql {
  const prepared = prepare(rows)
  const { cells, ...walked } = page
  const { subject } = rows.type
  const columns = subject?.via.length === 0 ? subject.columns : []
  const body = pageBody(
    rows,
    prepared,
    { ...walked, columns, withPositions: true, backward: false },
    [],
  )
  const listed = join(cells.map((name) => column(prepared.table, name)))
  return sql`SELECT ROW(${listed})::text AS ${identifier(cellsAlias)}, ${body}`
}

function pageBody(rows: Rows, prepared: Prepared, page: Page, more: readonly Sql[]): Sql {
  const { table, conditions } = prepared
  const { terms, backward, position } = page
  const after =
    position === undefined
      ? []
      : [beyond(table, { source: rows.source, terms, values: position, backward })]
  const positions = page.withPositions ? sql`, ${positionList(table, terms)}` : empty
  return sql`${rowList(rows, prepared, page.columns)}${positions}${fromWhere(table, [...more, ...conditions, ...after])} ORDER BY ${orderClause(table, terms, backward)} LIMIT ${page.limit}`
}

export interface OfParents {
  readonly path: Join['path']
  readonly keys: readonly ParentKey[]
}

/** A page of rows for each parent: top-n by LATERAL, one statement for any number of parents. */
export function parentPagesStatement(rows: Rows, page: Page, { path, keys }: OfParents): Sql {
  const prepared = prepare(rows)
  const { from, ordinal, belongs } = eachParent(rows.source, prepared.table, {
    path,
    keys,
    alias: prepared.alias,
  })
  const body = pageBody(rows, prepared, page, [belongs])
  return sql`SELECT ${ordinal}, r.* FROM ${from} CROSS JOIN LATERAL (SELECT p.*, row_number() OVER () AS ${identifier('$row')} FROM (SELECT ${body}) AS p) AS r`
}

/** Rows whose columns equal any of the keys, each with its key. */
export function byKeyStatement(
  rows: Rows,
  columns: readonly string[],
  { path, keys, order, limit }: OfParents & { order: readonly OrderTerm[]; limit: number },
): Sql {
  const prepared = prepare(rows)
  const { table, conditions } = prepared
  const arrays = parentArrays(rows.source, { target: rows.type, path }, keys)
  const sorted = order.length === 0 ? empty : sql` ORDER BY ${orderClause(table, order, false)}`
  return sql`SELECT ${rowList(rows, prepared, columns)}, ${parentList(table, path.columns)}${fromWhere(table, [ofParents(table, path.columns, arrays), ...conditions])}${sorted} LIMIT ${limit}`
}

/** Measures over the rows. */
export function totalsStatement(rows: Rows, measures: readonly Measure[]): Sql {
  const { table, conditions } = prepare(rows)
  return sql`SELECT ${measureList(table, measures)}${fromWhere(table, conditions)}`
}

/** Measures over the rows of each parent: GROUP BY the key, or LATERAL where the key is further away. */
export function parentTotalsStatement(
  rows: Rows,
  measures: readonly Measure[],
  { path, keys }: OfParents,
): Sql {
  const { table, conditions, alias } = prepare(rows)
  if (path.via.length === 0) {
    const arrays = parentArrays(rows.source, { target: rows.type, path }, keys)
    const grouped = raw(path.columns.map((_, i) => String(i + 1)).join(', '))
    return sql`SELECT ${parentList(table, path.columns)}, ${measureList(table, measures)}${fromWhere(table, [ofParents(table, path.columns, arrays), ...conditions])} GROUP BY ${grouped}`
  }
  const { from, ordinal, belongs } = eachParent(rows.source, table, { path, keys, alias })
  return sql`SELECT ${ordinal}, r.* FROM ${from} CROSS JOIN LATERAL (SELECT ${measureList(table, measures)}${fromWhere(table, [belongs, ...conditions])}) AS r`
}

/** The columns of rows that are shown, and the persons behind them. */
function rowList({ source }: Rows, { table, alias }: Prepared, columns: readonly string[]): Sql {
  const persons = subjectItem(source, table, alias)
  const own = columnList(table, columns)
  return persons === undefined ? own : sql`${own}, ${persons}`
}

type MoreConditions = (table: Aliased, alias: () => Sql) => readonly Sql[]

/** Rows that meet the given conditions besides those of the rows themselves; at most `limit`. */
export function matchStatement(
  rows: Rows,
  columns: readonly string[],
  { conditions: more, limit }: { conditions: MoreConditions; limit: number },
): Sql {
  const prepared = prepare(rows)
  const { table, conditions, alias } = prepared
  return sql`SELECT ${rowList(rows, prepared, columns)}${fromWhere(table, [...more(table, alias), ...conditions])} LIMIT ${limit}`
}
