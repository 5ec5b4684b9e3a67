import type { Model } from '../../schema/model/model.ts'

export interface ColumnFact {
  /** PostgreSQL's name of the column's type, as for a cast: `text`, `int8`, `timestamptz`. */
  readonly type: string
  readonly nullable: boolean
}

/** A ministry as SQL is made from it: its model, and what the database says of the mapped columns. */
export interface Source {
  readonly model: Model
  /** By `table.column`. */
  readonly columns: ReadonlyMap<string, ColumnFact>
  /** True where text is ordered byte by byte, so that a prefix is a range. */
  readonly binaryText: boolean
}

/** What is known of a column that the model names; the check at start made sure that it exists. */
export function columnFact(source: Source, table: string, column: string): ColumnFact {
  const fact = source.columns.get(`${table}.${column}`)
  if (fact === undefined) throw new Error(`expected ${table}.${column} to be a known column`)
  return fact
}
