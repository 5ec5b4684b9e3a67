import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Join, TableType } from '../../../schema/model/model.ts'
import { walkPath } from '../../../schema/model/walk-path.ts'
import type { Source } from '../source.ts'
import { castType, column, type Aliased } from './column.ts'
import { all } from './condition.ts'
import { identifier } from './identifier.ts'
import { alongPath } from './path.ts'

/** One parent's key values, in the order of the join's references. */
export type ParentKey = readonly unknown[]

/** Alias of a key value in a row that belongs to a parent. */
export function parentAlias(index: number): string {
  return `$k${index}`
}

/** The last table of the join's path: the one that holds the key's columns. */
function pathEnd(source: Source, target: TableType, path: Join['path']): TableType {
  const steps = walkPath(source.model, target, path.via)
  if (typeof steps === 'string') throw new Error(steps)
  return steps.at(-1)?.to ?? target
}

/** Key values of all parents as one array parameter a column, cast to the column's type. */
export function parentArrays(
  source: Source,
  { target, path }: { target: TableType; path: Join['path'] },
  keys: readonly ParentKey[],
): readonly Sql[] {
  const end = pathEnd(source, target, path)
  return path.columns.map(
    (name, i) => sql`${keys.map((key) => key[i])}::${castType(source, end, name)}[]`,
  )
}

/** Rows of any of the parents, where the key's columns are on the table itself. */
export function ofParents(table: Aliased, columns: readonly string[], arrays: readonly Sql[]): Sql {
  const [only] = arrays
  const [name] = columns
  if (arrays.length === 1 && only !== undefined && name !== undefined)
    return sql`${column(table, name)} = ANY(${only})`
  return sql`(${join(
    columns.map((one) => column(table, one)),
    ', ',
  )}) IN (SELECT * FROM unnest(${join([...arrays], ', ')}))`
}

/** The key's own columns, selected under aliases, so that rows find their parent. */
export function parentList(table: Aliased, columns: readonly string[]): Sql {
  return join(
    columns.map((name, i) => sql`${column(table, name)} AS ${identifier(parentAlias(i))}`),
    ', ',
  )
}

/**
 * `unnest(…) WITH ORDINALITY AS k`: one row a parent, for LATERAL statements; `$n` is its place. The
 * condition ties a row of the target to that parent, along the join's path.
 */
export function eachParent(
  source: Source,
  table: Aliased,
  { path, keys, alias }: { path: Join['path']; keys: readonly ParentKey[]; alias: () => Sql },
): { from: Sql; ordinal: Sql; belongs: Sql } {
  const arrays = parentArrays(source, { target: table.type, path }, keys)
  const names = arrays.map((_, i) => identifier(`c${i}`))
  return {
    from: sql`unnest(${join([...arrays], ', ')}) WITH ORDINALITY AS k(${join([...names, identifier('n')], ', ')})`,
    ordinal: sql`k.n::int AS ${identifier('$parent')}`,
    belongs: alongPath(source, table, path, {
      test: (columns) =>
        all(columns.map((name, i) => sql`${name} = ${raw('k.')}${names[i] ?? raw('c0')}`)),
      alias,
    }),
  }
}
