import { escapeIdentifier } from 'pg'
import type { Model, TableType } from '../../schema/model/model.ts'

export interface ColumnFact {
  /** PostgreSQL's name of the column's type, as for a cast: `text`, `int8`, `timestamptz`, `"s"."colour"`. */
  readonly type: string
  /** Of an array: the type of its elements. */
  readonly element?: string
  /** Of an enum or an array of one: its values in their order. */
  readonly labels?: readonly string[]
  readonly nullable: boolean
  /** A view's column: it counts as nullable, since PostgreSQL does not say whether it is. */
  readonly isView?: true
}

/** A ministry as SQL is made from it: its model, and what the database says of the mapped columns. */
export interface Source {
  readonly model: Model
  /** By `columnPlace`. */
  readonly columns: ReadonlyMap<string, ColumnFact>
  /** True where text is ordered byte by byte, so that a prefix is a range. */
  readonly binaryText: boolean
}

/** What is known of a column that the model names; the check at start made sure that it exists. */
export function columnFact(source: Source, table: TablePlace, column: string): ColumnFact {
  const place = columnPlace(table, column)
  const fact = source.columns.get(place)
  if (fact === undefined) throw new Error(`expected ${place} to be a known column`)
  return fact
}

export type TablePlace = Pick<TableType, 'schema' | 'table'>

/** `parcel`, `catalogue.unit`: quoted only where a name itself holds a dot or a quote. */
export function tablePlace({ schema, table }: TablePlace): string {
  return schema === undefined ? part(table) : `${part(schema)}.${part(table)}`
}

/** `parcel.geohash`, `catalogue.unit.code`. */
export function columnPlace(table: TablePlace, column: string): string {
  return `${tablePlace(table)}.${part(column)}`
}

function part(name: string): string {
  return /[."]/.test(name) ? escapeIdentifier(name) : name
}
