/** What is known of one summed field in a cell. Contributions are those of persons, in absolute value. */
export interface Magnitude {
  /** A bigint where the field is an integer, so that it stays exact above 2^53. */
  readonly sum: number | bigint
  readonly largest: number
  readonly second: number
  /** Largest contribution of one row: known of every cell alike, so that noise may go by it. */
  readonly largestRow: number
  /** Rows that have a value; absent where all have. */
  readonly values?: number
}

/** One cell of a table of results, before control. */
export interface Cell {
  /** The coordinate in each dimension, as text; [] for a total without keys. */
  readonly key: readonly string[]
  readonly rows: number
  /** Distinct persons; a lower bound will do where it is at or above the threshold plus 4. */
  readonly persons: number
  /** The sum of the stored record keys over the cell's rows. */
  readonly keySum: bigint
  /** bit_or of 1 << (record_key % 61): a signature, and by its bits a lower bound of distinct persons. */
  readonly sketch: bigint
  readonly sums: ReadonlyMap<string, Magnitude>
}

/** What of a cell identifies the set of its rows. */
export type CellSet = Pick<Cell, 'key' | 'rows' | 'persons' | 'keySum' | 'sketch'>
