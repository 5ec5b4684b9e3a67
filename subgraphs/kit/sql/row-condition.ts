import sql, { type Sql } from 'sql-template-tag'
import type { Path, ScopeKind, TableType } from '../../../schema/model/model.ts'
import type { RowAccess } from '../row-access.ts'
import type { Source } from '../source.ts'
import { column, type Aliased } from './column.ts'
import { any } from './condition.ts'
import { alongPath } from './path.ts'

/**
 * The first of three walls around rows: a WHERE made from what the caller was granted (the others are the
 * settings and the policies that read them). A scope that the table does not know opens nothing, and a
 * compartment that is not open closes its rows to every scope, the whole included.
 */
export function rowCondition(
  source: Source,
  table: Aliased,
  access: RowAccess,
  alias: () => Sql,
): readonly Sql[] {
  const outside = inNoClosedCompartment(table, access)
  if (access.whole) return outside
  const among = (path: Path, values: readonly string[]): Sql =>
    alongPath(source, table, path, {
      test: ([name]) => sql`${name ?? sql`NULL`} = ANY(${[...values]})`,
      alias,
    })
  const ways = scopePaths(table.type).flatMap(({ values, path }) => {
    const allowed = values(access)
    return allowed.length === 0 ? [] : [among(path, allowed)]
  })
  return [any(ways), ...outside]
}

function inNoClosedCompartment(table: Aliased, { compartments }: RowAccess): readonly Sql[] {
  // A rollup was counted without the rows of compartments.
  if (table.type.compartment === undefined || table.rollup !== undefined) return []
  const own = column(table, table.type.compartment)
  return compartments.length === 0
    ? [sql`${own} IS NULL`]
    : [sql`(${own} IS NULL OR ${own} = ANY(${[...compartments]}))`]
}

const valuesOf: Readonly<Record<ScopeKind, (access: RowAccess) => readonly string[]>> = {
  PROVINCE: (access) => access.provinces,
  COMMUNE: (access) => access.communes,
  FACILITY: (access) => access.facilities,
  INSTITUTION: (access) => access.institutions,
  KEY: (access) => access.keys,
}

function scopePaths(
  type: TableType,
): { path: Path; values: (access: RowAccess) => readonly string[] }[] {
  const scopes = type.scopes.map(({ by, path }) => ({ path, values: valuesOf[by] }))
  if (type.subject === undefined) return scopes
  return [...scopes, { path: type.subject, values: (access) => access.subjects }]
}
