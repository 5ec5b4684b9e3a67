import sql, { raw, type Sql } from 'sql-template-tag'
import type { TableType } from '../../../schema/model/model.ts'
import type { Rollup } from '../rollup/rollup.ts'
import { columnFact, type Source } from '../source.ts'
import { identifier } from './identifier.ts'

/** A table of a statement under its alias. */
export interface Aliased {
  readonly type: TableType
  readonly alias: Sql
  /** Where its rows are those of a rollup of the type. */
  readonly rollup?: Rollup
}

/** `alias."column"` */
export function column({ alias }: Pick<Aliased, 'alias'>, name: string): Sql {
  return sql`${alias}.${identifier(name)}`
}

/** The column's PostgreSQL type, for a cast; it comes from the database's own catalogue. */
export function castType(source: Source, type: TableType, name: string): Sql {
  return raw(columnFact(source, type, name).type)
}

/** Fresh aliases for one statement: t1, t2, … */
export function aliases(): () => Sql {
  let next = 0
  return () => raw(`t${++next}`)
}
