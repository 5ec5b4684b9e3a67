import sql, { type Sql } from 'sql-template-tag'
import type { Join, Path } from '../../../schema/model/model.ts'
import { walkPath } from '../../../schema/model/walk-path.ts'
import { rollupSchema } from '../rollup/rollup.ts'
import type { Source } from '../source.ts'
import { column, type Aliased } from './column.ts'
import { all } from './condition.ts'
import { identifier } from './identifier.ts'

/** `FROM`-ready name of the table that the rows are in: the type's own, or a rollup's. */
export function tableName({ type, rollup }: Pick<Aliased, 'type' | 'rollup'>): Sql {
  if (rollup !== undefined) return sql`${identifier(rollupSchema)}.${identifier(rollup.table)}`
  const table = identifier(type.table)
  return type.schema === undefined ? table : sql`${identifier(type.schema)}.${table}`
}

/** How a row of `from` and a row of `to` belong together by a join field of `from`. */
export function joined(from: Aliased, field: Join, to: Aliased): Sql {
  const [near, far] =
    field.shape === 'one'
      ? [field.path.columns, field.references ?? to.type.key]
      : [field.references ?? from.type.key, field.path.columns]
  return all(near.map((name, i) => sql`${column(from, name)} = ${column(to, far[i] ?? '')}`))
}

/**
 * True for a row from which the path leads to at least one row whose columns pass the test. Each step
 * is a nested EXISTS, which PostgreSQL turns into a semi-join.
 */
export function alongPath(
  source: Source,
  start: Aliased,
  path: Path,
  { test, alias }: { test: (columns: readonly Sql[]) => Sql; alias: () => Sql },
): Sql {
  const steps = walkPath(source.model, start.type, path.via)
  if (typeof steps === 'string') throw new Error(steps)
  const descend = (from: Aliased, index: number): Sql => {
    const step = steps[index]
    if (step === undefined) return test(path.columns.map((name) => column(from, name)))
    const to = { type: step.to, alias: alias() }
    return sql`EXISTS (SELECT 1 FROM ${tableName(to)} AS ${to.alias} WHERE ${joined(from, step.join, to)} AND ${descend(to, index + 1)})`
  }
  return descend(start, 0)
}
