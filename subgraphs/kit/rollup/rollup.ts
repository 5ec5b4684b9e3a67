import type { Dimension, TableType, TimeBucket } from '../../../schema/model/model.ts'

/** The schema that holds rollups, beside the ministry's own tables. */
export const rollupSchema = 'lien_thong'

/** Held until the end of a transaction: two grants on the schema at once would fail one of them. */
export const grantLock = `SELECT pg_advisory_xact_lock(hashtext('${rollupSchema} grants'))`

/** A ministry's rollup, ready to be filled and asked. */
export interface Rollup {
  /** `prescription.byProvinceAndMonth`: base table and declared name. */
  readonly name: string
  readonly type: TableType
  /** Its table; the name holds the definition's digest, so that another definition is another table. */
  readonly table: string
  readonly keys: ReadonlyMap<string, RollupKey>
  /** Columns of the base table that each row has one value of, by name. */
  readonly columns: ReadonlyMap<string, KeptColumn>
  readonly measures: ReadonlyMap<string, KeptMeasure>
  /** Columns of the keys and what is kept of each cell, as `SELECT … GROUP BY` over the base table. */
  readonly cells: string
  /** One row over the base table: `rows` and `persons` of disclosure control's sample of people, or none. */
  readonly sample: string
  /** Names of the key's columns. */
  readonly keyColumns: readonly string[]
}

export interface RollupKey {
  readonly dimension: Dimension
  /** Of dates and instants, in Viet Nam's time zone. */
  readonly bucket?: TimeBucket
  /** In the rollup's table. */
  readonly columns: readonly string[]
}

/** A column of the base table in a rollup: the value itself, or where its bucket begins. */
export interface KeptColumn {
  readonly type: 'Date' | 'DateTime' | 'other'
  readonly bucket?: TimeBucket
}

export interface KeptMeasure {
  readonly kept: ReadonlySet<KeptFunction>
  /** The base table sums it as int8, not as numeric. */
  readonly isNarrow: boolean
}

/**
 * What is kept of a measured field: number of values, sum, least, greatest, largest by size, and different
 * values, which cannot be added up.
 */
export type KeptFunction = 'n' | 'sum' | 'min' | 'max' | 'largest' | 'distinct'

/** Column of what is kept of a measured field. */
export function keptColumn(field: string, kept: KeptFunction): string {
  return `${field}.${kept}`
}

/** Columns that every rollup has: rows of the base table in the cell. */
export const rowsColumn = '$rows'
/** Those of types about persons: distinct persons, sum and sketch of record keys. */
export const personColumns = Object.freeze({
  persons: '$persons',
  keySum: '$keySum',
  sketch: '$sketch',
})
