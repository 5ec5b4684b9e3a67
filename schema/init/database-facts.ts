/** What a database says of itself, read from its catalogue alone: no row of a table is in it. */
export interface DatabaseFacts {
  /** PostgreSQL's major version. */
  readonly major: number
  readonly tables: readonly TableFacts[]
}

export type TableKind =
  'table' | 'partitioned table' | 'view' | 'materialized view' | 'foreign table'

export interface TableFacts {
  readonly schema: string
  readonly table: string
  readonly kind: TableKind
  readonly comment: string | undefined
  /** The server's own estimate; -1 where it has none. */
  readonly rows: number
  /** Columns of the primary key, or else of the first unique index over columns that are never absent. */
  readonly key: readonly string[]
  readonly keyKind: 'primary' | 'unique' | 'none'
  readonly columns: readonly ColumnFacts[]
  readonly foreignKeys: readonly ForeignKeyFacts[]
  /** Columns of each valid, whole (not partial) index that is made of columns alone. */
  readonly indexes: readonly (readonly string[])[]
  readonly owner: string
  /** Roles other than the owner that may read it; PUBLIC for everybody. */
  readonly readers: readonly string[]
  readonly hasRowSecurity: boolean
}

export interface ColumnFacts {
  readonly column: string
  /** Name of the type below all domains: `int4`, `text`; of an enum its own name. */
  readonly type: string
  /** As the table was written: `numeric(18,2)`, `ma_tinh_t`. */
  readonly written: string
  /** Of an array: the element's type. */
  readonly element: string | undefined
  /** Of an enum or an array of one: its values. Or those that a check allows. */
  readonly labels: readonly string[]
  /** Where the labels are from. */
  readonly labelsOf: 'enum' | 'check' | 'none'
  readonly nullable: boolean
  readonly comment: string | undefined
  /** Characters at most, of varchar(n) and char(n). */
  readonly length: number | undefined
  /** Texts of the checks on this column alone, domains' included. */
  readonly checks: readonly string[]
  /** pg_stats.n_distinct: above 0 a number of values, below 0 a share of the rows, 0 unknown. */
  readonly distinct: number
}

export interface ForeignKeyFacts {
  readonly name: string
  readonly columns: readonly string[]
  readonly schema: string
  readonly table: string
  readonly references: readonly string[]
}

/** What `--sample` counted of a column: how many of the values looked at have a form. No value is in it. */
export interface SampledColumn {
  readonly looked: number
  readonly forms: Readonly<Partial<Record<SampledForm, number>>>
}

export const sampledForms = ['personalNumber', 'phone', 'email', 'name', 'address'] as const
export type SampledForm = (typeof sampledForms)[number]

/** By `columnId`. */
export type Sampled = ReadonlyMap<string, SampledColumn>

/** Names a table without doubt, whatever its name holds. */
export function tableId({ schema, table }: Pick<TableFacts, 'schema' | 'table'>): string {
  return JSON.stringify([schema, table])
}

/** Names a column without doubt. */
export function columnId(table: Pick<TableFacts, 'schema' | 'table'>, column: string): string {
  return JSON.stringify([table.schema, table.table, column])
}

/** Names the columns of a table that point at another row. */
export function joinId(
  table: Pick<TableFacts, 'schema' | 'table'>,
  columns: readonly string[],
): string {
  return JSON.stringify([table.schema, table.table, ...columns])
}
