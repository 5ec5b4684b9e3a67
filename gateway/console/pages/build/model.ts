/** A value of a condition, as JSON has it; names of enums are texts. */
export type Value =
  string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** A dimension that rows are grouped by. */
export interface Key {
  /** The name of the dimension: `ISSUED_AT`. */
  readonly field: string
  readonly bucket?: string
  readonly timezone?: string
  readonly edges?: readonly number[]
  /** The day on which an age is taken. */
  readonly on?: string
  /** Fields that are shown of a key that is an entity or a band; none of one that is a value. */
  readonly columns: readonly string[]
}

/** `count`, `share`, or a function of a measured field. */
export interface Measure {
  readonly field: string
  readonly fn?: string
  readonly p?: number
  readonly alias?: string
}

/** `path` leads through the inputs of the filter to the one that compares: `facility`, `kind`. */
export interface Condition {
  readonly path: readonly string[]
  readonly op: string
  readonly value: Value
}

/** By a key, or by a measure as the schema names them: `PROVINCE`, `DRUG_DAYS` and `AVG`. */
export interface Order {
  readonly key?: string
  readonly measure?: { readonly field: string; readonly fn?: string; readonly p?: number }
  readonly direction?: string
  readonly nulls?: string
}

/** A question about groups, as the form has it. */
export interface BuildModel {
  /** Lines before the question, each with its `#`. */
  readonly comment: readonly string[]
  readonly name?: string
  readonly root: string
  readonly groupBy: readonly Key[]
  readonly where: readonly Condition[]
  readonly having: readonly Condition[]
  readonly orderBy: readonly Order[]
  readonly first?: number
  readonly measures: readonly Measure[]
  /** Measures over all rows; undefined where they are not asked for. */
  readonly totals?: readonly Measure[]
  /** What is shown of each group beside keys and measures, and of the whole: its name, and its fields. */
  readonly ofGroup: Shown
  readonly ofWhole: Shown
}

export type Shown = Readonly<Record<string, readonly string[]>>
