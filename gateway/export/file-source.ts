import type { Column } from './columns.ts'
import type { ExportProvenance } from './export-provenance.ts'

export type Row = Readonly<Record<string, unknown>>

/** The rows of a page. */
export interface PageRows {
  /** Empty where they are lines. */
  readonly rows: readonly Row[]
  /** The same as lines of CSV, of a CSV file whose rows came as a stream. */
  readonly lines?: Uint8Array
}

/** What a file is written from. */
export interface FileSource {
  readonly columns: readonly Column[]
  /** The path of the list whose items are made rows, where one is. */
  readonly explode: readonly string[] | undefined
  /** The caller may see years alone where a birth date stands. */
  readonly areDatesMasked: boolean
  /** Rows as they are answered; a page is fetched when the one before it was taken. */
  readonly pages: AsyncIterable<PageRows>
  /** Where the file is from; asked when the last page was written. */
  readonly provenance: () => ExportProvenance
}
