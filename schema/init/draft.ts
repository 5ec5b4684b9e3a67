import type { RecordClass } from '../../auth/record-class.ts'
import type { MaskKind } from '../../auth/mask.ts'
import type { ScopeKind } from '../model/model.ts'
import type { ColumnFacts, ForeignKeyFacts, TableFacts } from './database-facts.ts'
import type { ProposedName } from './proposed-name.ts'

export type Confidence = 'high' | 'medium' | 'low'

/** Something that was not said by the database but concluded from it: a reviewer confirms or changes it. */
export interface Guess {
  readonly coordinate: string
  readonly what: string
  readonly reason: string
  readonly confidence: Confidence
  /** What the review file groups it by. */
  readonly about: 'person' | 'access' | 'key' | 'name' | 'join' | 'statistics' | 'type'
}

/** Something of the database that is not in the schema, and why. */
export interface LeftOut {
  readonly place: string
  readonly reason: string
}

/** A table on its way to a type. */
export interface TableDraft {
  readonly facts: TableFacts
  readonly type: string
  readonly name: ProposedName
  readonly columns: readonly ColumnDraft[]
  /** Key columns where all of them have a field; else none. */
  readonly key: readonly ColumnDraft[]
}

export interface ColumnDraft {
  readonly facts: ColumnFacts
  readonly field: string
  readonly name: ProposedName
  /** Scalar or enum. */
  readonly type: string
  readonly list: boolean
  readonly enum?: EnumDraft
}

export interface EnumDraft {
  readonly name: string
  readonly description: string
  readonly values: readonly { readonly name: string; readonly text: string }[]
}

/** From a table to one row of another. */
export interface JoinDraft {
  readonly field: string
  readonly from: TableDraft
  readonly to: TableDraft
  readonly foreignKey: ForeignKeyFacts
}

/** From a table to the rows of another that name it. */
export interface BackDraft {
  readonly field: string
  readonly shape: 'connection' | 'totals'
  readonly from: TableDraft
  readonly to: TableDraft
  readonly foreignKey: ForeignKeyFacts
}

/** Another ministry's entity that columns of a table hold the key of. */
export interface SharedJoin {
  readonly field: string
  readonly entity: 'Person' | 'Province' | 'Commune'
  readonly column: ColumnDraft
}

/** What is concluded about whom a table's rows are about, and who may read them. */
export interface TableReading {
  /** `catalogue`: about nobody, for everybody. `record`: about nobody, closed. `person`: about persons. */
  readonly kind: 'catalogue' | 'record' | 'person'
  /** Joins to the table that holds the personal number, and its column; absent where none was found. */
  readonly subject?: { readonly via: readonly JoinDraft[]; readonly column: ColumnDraft }
  readonly classes: ReadonlyMap<string, ColumnClass>
  readonly scopes: readonly { readonly by: ScopeKind; readonly column: string }[]
  /** Column that already is a record key, or is to be made by prepare.sql; absent where there are no totals. */
  readonly recordKey?: string
  readonly hasTotals: boolean
}

export interface ColumnClass {
  readonly recordClass: RecordClass
  readonly mask?: MaskKind
}
