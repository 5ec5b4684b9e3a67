import type { RequestState } from '../context.ts'
import type { MinistryProvenance } from '../execution/provenance.ts'
import type { ExportFormat } from './export-request.ts'

/** What a file says of one ministry. */
export type ExportedMinistry = Pick<
  MinistryProvenance,
  'requests' | 'rows' | 'asOf' | 'quality' | 'stale'
>

/** Where a file is from: what the journal's records of its pages say, and nothing that names a person. */
export interface ExportProvenance {
  /** That of the records in the audit journal; one for each page. */
  readonly requestId: string
  /** When the last page was answered (ISO 8601). */
  readonly at: string
  readonly format: ExportFormat
  readonly query: string
  readonly operationName?: string
  /** Names; a value may be personal. */
  readonly variables: readonly string[]
  readonly path: string
  readonly roles: readonly string[]
  readonly agency?: string
  readonly client?: string
  readonly purpose?: string
  /** Per ministry: requests, rows that it read, the earliest moment that its data stand for, and how good they are. */
  readonly ministries: Readonly<Record<string, ExportedMinistry>>
  /** The supergraph that the document was read by (SHA-256). */
  readonly supergraph: string
  /** What disclosure control did, where figures are under it. */
  readonly disclosure?: ExportDisclosure
  readonly columns: readonly string[]
  readonly pages: number
  /** Of the list that is exported. */
  readonly rows: number
  /** `cut`: it ends where the caller wanted it to, and more rows follow. */
  readonly end: 'complete' | 'cut'
}

export interface ExportDisclosure {
  readonly profile: string
  /** Rows by what was done to them: `SHOWN`, `SUPPRESSED`, … */
  readonly statuses: Readonly<Record<string, number>>
  /** Of the list as a whole: `REFUSED` is why a file is empty. */
  readonly status?: string
  readonly reason?: string
}

/** Adds what one page was from. */
export function addMinistries(
  to: Record<string, ExportedMinistry>,
  { provenance }: Pick<RequestState, 'provenance'>,
): void {
  for (const [name, { requests, rows, asOf, quality, stale }] of Object.entries(provenance)) {
    const known = (to[name] ??= { requests: 0, rows: 0 })
    known.requests += requests
    known.rows += rows
    if (quality !== undefined) known.quality = quality
    if (stale !== undefined) known.stale = stale
    if (asOf !== undefined && isEarlier(asOf, known.asOf)) known.asOf = asOf
  }
}

/** Ministries of any make write moments in any zone and precision. */
function isEarlier(asOf: string, known: string | undefined): boolean {
  return known === undefined || Date.parse(asOf) < Date.parse(known)
}

/** Names and values as text, for a sheet or metadata. */
export function provenanceLines(
  provenance: ExportProvenance,
): readonly (readonly [string, string])[] {
  return Object.entries(provenance).flatMap(([name, value]: [string, unknown]) =>
    value === undefined
      ? []
      : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const],
  )
}
