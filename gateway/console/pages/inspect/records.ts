import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'

/** The registered purpose under which inspectors read the journal. */
const inspection = 'access-inspection'

export interface AccessRecord {
  readonly id: string
  readonly at: string
  readonly caller: string
  readonly roles: readonly string[]
  readonly agency: string | null
  readonly client: string | null
  readonly purpose: {
    readonly id: string
    readonly title: string | null
    readonly titleEn: string | null
    readonly reference: string | null
  } | null
  readonly emergency: boolean
  readonly operation: string | null
  readonly verdict: string
  readonly coordinates: readonly string[]
  readonly conditions: readonly string[]
  readonly classes: readonly string[]
  readonly personCount: number
  readonly requestId: string | null
  readonly gateway: string | null
  readonly status: number | null
}

export interface RecordPage {
  readonly nodes: readonly AccessRecord[]
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

/** What the journal is searched by; empty text narrows nothing. */
export const searchFields = [
  'caller',
  'person',
  'agency',
  'role',
  'purpose',
  'dataClass',
  'coordinate',
  'verdict',
  'code',
  'requestId',
] as const

export type SearchField = (typeof searchFields)[number]

export interface Search {
  /** Days in Viet Nam, both included. */
  readonly from: string
  readonly to: string
  readonly emergency: boolean
  readonly by: Readonly<Partial<Record<SearchField, string>>>
}

/** One page of the records that fit, newest first. The search itself is recorded. */
export async function searchRecords(
  search: Search,
  after: string | null,
  signal?: AbortSignal,
): Promise<RecordPage> {
  const found = await askWhole<{ readonly accessSearch: RecordPage }>(
    { query: pageDocuments.inspect, variables: variablesOf(search, after), purpose: inspection },
    signal,
  )
  return found.accessSearch
}

/** Days become moments in Viet Nam; what is empty is left out. */
export function variablesOf({ from, to, emergency, by }: Search, after: string | null) {
  const given = Object.entries(by).filter(([, value]) => value.trim() !== '')
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name, value.trim()])),
    from: `${from}T00:00:00+07:00`,
    to: `${dayAfter(to)}T00:00:00+07:00`,
    ...(emergency ? { emergency } : {}),
    ...(after === null ? {} : { after }),
  }
}

export interface BulkAlert {
  readonly caller: string
  readonly windowStart: string
  readonly persons: number
  readonly requests: number
}

/** Credentials that read data of many persons within a day. */
export async function bulkAlerts(
  {
    from,
    to,
    threshold,
  }: { readonly from: string; readonly to: string; readonly threshold: number },
  signal: AbortSignal,
): Promise<readonly BulkAlert[]> {
  const variables = {
    threshold,
    from: `${from}T00:00:00+07:00`,
    to: `${dayAfter(to)}T00:00:00+07:00`,
  }
  const found = await askWhole<{ readonly bulkAlerts: readonly BulkAlert[] }>(
    { query: pageDocuments.bulkAlerts, variables, purpose: inspection },
    signal,
  )
  return found.bulkAlerts
}

export interface AuditState {
  readonly chains: readonly {
    readonly chain: string
    readonly gateway: string | null
    readonly verifiedSeq: string
    readonly signedSeq: string
    readonly verifiedAt: string | null
    readonly complete: boolean
  }[]
  readonly problems: readonly {
    readonly chain: string
    readonly seq: string | null
    readonly kind: string
  }[]
}

/** Whether the journal is whole, by the check that goes on. */
export async function auditState(signal: AbortSignal): Promise<AuditState | null> {
  const found = await askWhole<{ readonly auditChains: AuditState | null }>(
    { query: pageDocuments.auditChains, purpose: inspection },
    signal,
  )
  return found.auditChains
}

const dayMs = 86_400_000

/** Today in Viet Nam, or some days before: YYYY-MM-DD. */
export function dayInVietNam(daysBefore = 0, now = Date.now()): string {
  return new Date(now + 7 * 3_600_000 - daysBefore * dayMs).toISOString().slice(0, 10)
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}
