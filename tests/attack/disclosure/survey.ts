import type { Where } from './where.ts'

/** A place that rows belong to: its field in a `where`, its column, and how groups name it. */
export interface Place {
  readonly field: string
  readonly column: string
  readonly dimension: string
  readonly key: string
  /** The list of entities that have these totals too. */
  readonly entity: string
}

/** A date or number that rows lie along, to cut slices of. */
export interface Line {
  readonly field: string
  readonly column: string
  readonly dimension: string
  readonly kind: 'date' | 'instant' | 'number'
  /** Width of a slice that holds few: days, or units of the number. */
  readonly width: number
}

/** A table about persons, as an attacker knows it from the schema and the catalogues. */
export interface Survey {
  readonly name: string
  readonly ministry: string
  readonly type: string
  /** `person` of `personTotals` and `personGroups`. */
  readonly root: string
  readonly area: Place
  readonly outer: Place
  /** Rows with a trait; in SQL: the table, what is joined for the trait, and its value. */
  readonly trait: (value: string) => Where
  readonly from: string
  readonly traitJoin?: string
  readonly traitColumn: string
  /** The trait as a joined row of these values, where it is one. */
  readonly joined?: {
    readonly some: (values: readonly string[]) => Where
    readonly none: (values: readonly string[]) => Where
  }
  /** A dimension that is the trait, where the ministry declares one. */
  readonly traitKey?: {
    readonly dimension: string
    readonly key: string
    readonly args?: string
  }
  /** The trait is sensitive: that nobody has it is hidden too. */
  readonly isSensitive: boolean
  /** Distinct persons of some rows, or more than they are. */
  readonly persons: string
  /** Rows of one person on average, which the width of the noise follows. */
  readonly rowsPerPerson: number
  readonly line: Line
  /** Conditions that cut any set into two parts of some size. */
  readonly splits: readonly Where[]
  /** A field that is summed, averaged and so on; whole where its values are whole numbers. */
  readonly measure?: { readonly field: string; readonly column: string; readonly whole: boolean }
  /** A field of which distinct values are counted. */
  readonly distinct?: string
}
