import type { Sql } from 'sql-template-tag'
import { classesIn, classSet } from '../../auth/class-set.ts'
import { purposeTable } from '../../auth/purpose-table.ts'
import type { RequestContext } from '../kit/request-context.ts'
import type { RowAccess } from '../kit/row-access.ts'
import type { Row } from '../kit/sql/select.ts'

/** Nothing of a ministry: the journal has no policies, its fields guard their own rows. */
const none: RowAccess = Object.freeze({
  whole: false,
  subjects: [],
  provinces: [],
  communes: [],
  facilities: [],
  institutions: [],
  keys: [],
  compartments: [],
})

/** Rows of one statement on the journal. */
export async function journalRows(
  context: RequestContext,
  statement: Sql,
): Promise<readonly Row[]> {
  return await context.snapshot.query(none, statement)
}

/** What a request's record says (docs/audit-events.md). */
export interface RequestRecord {
  readonly requestId: string
  readonly caller: string
  readonly person?: string
  readonly roles: readonly string[]
  readonly agency?: string
  readonly client?: string
  readonly purpose?: string
  readonly emergency?: true
  readonly operation?: string
  readonly verdict: string
  readonly coordinates: readonly string[]
  readonly conditions?: readonly string[]
  readonly classes: readonly string[]
}

/** The record of a row that holds it as text; the gateway wrote it. */
export function requestOf(row: Row): RequestRecord {
  return JSON.parse(String(row['body'])) as RequestRecord
}

/** What became of a request; nothing where its row holds no outcome. */
export interface Outcome {
  readonly status?: number
  readonly codes: readonly string[]
  readonly ministries: readonly string[]
  readonly rows?: number
  readonly durationMs?: number
}

/** The outcome of a row that holds it as text; the gateway wrote it. */
export function outcomeOf({ outcome }: Row): Outcome {
  if (typeof outcome !== 'string') return { codes: [], ministries: [] }
  // A journal may hold records of gateways that wrote less.
  const { codes, ministries, ...rest } = JSON.parse(outcome) as Omit<
    Outcome,
    'codes' | 'ministries'
  > & {
    readonly codes: Outcome['codes'] | null
    readonly ministries: Readonly<Record<string, unknown>> | null
  }
  return { ...rest, codes: codes ?? [], ministries: Object.keys(ministries ?? {}).sort() }
}

/** A purpose as it was registered; one that is registered no more keeps its id. */
export function purposeOf(id: string | undefined): Row | null {
  if (id === undefined) return null
  const known = purposeTable.get(id)
  return known === undefined
    ? { id }
    : { id, title: known.title.vi, titleEn: known.title.en, reference: known.reference }
}

/** Names of a list that the database joined by commas, each once. */
export function namesIn(joined: unknown): readonly string[] {
  return [...new Set(String(joined).split(','))].filter((name) => name !== '').sort()
}

/** Classes of data of a list that the database joined by commas, each once, in their order. */
export function classNames(joined: unknown): readonly string[] {
  return classesIn(classSet(namesIn(joined)))
}
