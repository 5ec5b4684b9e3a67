import type { DocumentNode } from 'graphql'
import type { ReadClass } from '../../auth/class-table.ts'
import type { MaskKind } from '../../auth/mask.ts'
import type { DataClass } from '../../auth/data-class.ts'
import type { Permission } from '../../auth/permission.ts'
import type { QualityRule } from './quality-rule.ts'

export type AggregateFunction =
  'SUM' | 'AVG' | 'MIN' | 'MAX' | 'STDDEV' | 'VARIANCE' | 'PERCENTILE' | 'COUNT_DISTINCT'
export type ScopeKind = 'PROVINCE' | 'COMMUNE' | 'FACILITY' | 'INSTITUTION' | 'KEY'

/** From a row's own table along join fields to the table that holds the columns. */
export interface Path {
  readonly via: readonly string[]
  readonly columns: readonly string[]
}

export interface Column {
  readonly field: string
  /** What the ministry says of it. */
  readonly description?: string
  readonly column: string
  /** Name of the scalar or enum. */
  readonly type: string
  readonly isEnum: boolean
  /** An array: read as it is, never compared. */
  readonly list: boolean
  readonly nullable: boolean
  readonly filterable: boolean
  readonly sortable: boolean
  readonly measures: readonly AggregateFunction[]
  /** A personal number, or text of the class IDENTITY: whoever knows it can single a person out. */
  readonly identifying: boolean
  /** Class of personal data; absent on what is about no person. */
  readonly recordClass?: ReadClass
  /** Tells who a person is, so that some callers see it in part. */
  readonly masked?: MaskKind
  /** How sensitive it is; absent where it is not about a person. */
  readonly level?: DataClass
  readonly line: number
}

/**
 * `one`: columns are on this table and name the target's key. `list`, `connection`, `totals`: the
 * path's columns are on the target's side and name this type's key (`references` says otherwise).
 */
export interface Join {
  readonly field: string
  readonly description?: string
  readonly shape: 'one' | 'list' | 'connection' | 'totals'
  readonly target: string
  readonly path: Path
  readonly references?: readonly string[]
  readonly filterable: boolean
  readonly recordClass?: ReadClass
  /** How sensitive it is; absent where it is not about a person. */
  readonly level?: DataClass
  readonly line: number
}

/** What rows can be grouped by: a column or a joined entity, of the row or of rows that it points to. */
export interface Dimension {
  /** Name of its field in a group's key. */
  readonly name: string
  /** Joins to one row each, from the row's own type to the type that has the field. */
  readonly via: readonly string[]
  readonly field: string
  /** Age in whole years, or a band of ages, at another column's date or on a day that the caller names. */
  readonly derive?: {
    readonly kind: 'AGE' | 'AGE_BAND'
    readonly width: number
    readonly at?: string
  }
  readonly line: number
}

export const timeBuckets = ['HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const
export type TimeBucket = (typeof timeBuckets)[number]

/** Totals that the ministry keeps ready: rows counted and measured by some of its dimensions. */
export interface RollupDefinition {
  /** Unique within its type. */
  readonly name: string
  readonly by: readonly RollupDimension[]
  /** Measured fields whose sums, extremes and numbers of values are kept. */
  readonly measures: readonly string[]
  readonly line: number
}

export interface RollupDimension {
  /** Name of a declared dimension. */
  readonly dimension: string
  /** Of dates and instants, in Viet Nam's time zone. */
  readonly bucket?: TimeBucket
}

interface NamedType {
  readonly name: string
  /** What the ministry says of it. */
  readonly description?: string
  /** Fields of each `@key`. */
  readonly entityKeys: readonly (readonly string[])[]
  readonly joins: ReadonlyMap<string, Join>
  /** Carries `@requiresScopes` or `@authenticated`: without one nobody could enter it. */
  readonly guarded: boolean
  readonly line: number
}

export interface TableType extends NamedType {
  readonly kind: 'table'
  readonly table: string
  /** Absent: found by the connection's search path. */
  readonly schema?: string
  /** Primary key columns: the tie-break of every order. Empty: the rows can be counted, not paged. */
  readonly key: readonly string[]
  readonly plural: string
  readonly roots: boolean
  readonly validity?: { readonly from: string; readonly to: string }
  readonly columns: ReadonlyMap<string, Column>
  /** By name; empty where the type has no groups. */
  readonly dimensions: ReadonlyMap<string, Dimension>
  readonly rollups: readonly RollupDefinition[]
  readonly quality: readonly QualityRule[]
  /** Column of the moment at which a row last changed: only those that did are judged again. */
  readonly changed?: string
  /** Any one of these opens rows. */
  readonly read: readonly Permission[]
  /** Any one of these opens totals; empty where the type has none. */
  readonly stats: readonly Permission[]
  readonly subject?: Path
  /** Own column that names the compartment in which a row lies; null for rows in none. */
  readonly compartment?: string
  /** Column of the person's secret number, which disclosure control reads and no field shows. */
  readonly recordKey?: string
  readonly scopes: readonly { readonly by: ScopeKind; readonly path: Path }[]
}

/** An entity that another ministry owns; this one adds fields to it or points at it. */
export interface StubType extends NamedType {
  readonly kind: 'stub'
  readonly columns: ReadonlyMap<string, Column>
}

export type ModelType = TableType | StubType

/** A root field that the ministry wrote by hand. */
export type Root =
  | {
      readonly kind: 'lookup'
      readonly field: string
      readonly target: string
      readonly bySubject: boolean
      /** Name of the argument that holds the date at which the row was valid. */
      readonly validAt?: string
      readonly line: number
    }
  | {
      readonly kind: 'exists'
      readonly field: string
      readonly target: string
      /** Any one of these opens the answer. */
      readonly permissions: readonly Permission[]
      /** Class of personal data that a yes or no tells. */
      readonly recordClass: ReadClass
      readonly line: number
    }

/** A ministry's annotated schema, read: what the kit makes SQL from and the expander makes SDL from. */
export interface Model {
  readonly ministry: string
  readonly file: string
  readonly document: DocumentNode
  readonly types: ReadonlyMap<string, ModelType>
  readonly roots: ReadonlyMap<string, Root>
  /** Coordinates of fields that the ministry answers in code (`@resolved`). */
  readonly resolved: ReadonlySet<string>
  /** By enum: what the database says for each of its values. */
  readonly enums: ReadonlyMap<string, ReadonlyMap<string, string>>
}
