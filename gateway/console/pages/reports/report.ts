import type { SavedChart } from '../../charts/spec.ts'
import type { Titled } from '../../api/session.ts'
import { read } from '../../api/request.ts'

interface Owner {
  readonly sub: string | null
  readonly agency: string | null
  readonly isHouse: boolean
  readonly isYou: boolean
}

/** A report as a list shows it. */
export interface ReportLine {
  readonly id: string
  readonly version: number
  readonly title: Titled
  readonly description: Titled
  readonly chart: string
  readonly purpose: string | null
  readonly owner: Owner
  readonly shared: readonly string[]
  readonly savedAt: string
}

export interface Parameter {
  readonly name: string
  /** As GraphQL writes it: `[Date!]!`. */
  readonly type: string
  readonly required: boolean
  readonly default?: unknown
  readonly label: Titled
}

/** A version of a report, whole. */
export interface Report {
  readonly id: string
  readonly title: Titled
  readonly description: Titled
  readonly document: string
  readonly operation: string | null
  readonly parameters: readonly Parameter[]
  readonly chart: SavedChart | null
  readonly purpose: string | null
  readonly shared: readonly string[]
  readonly owner: Owner
  readonly version: number
  readonly savedAt: string
  readonly savedBy: string | null
  readonly message: string | null
  readonly archived: boolean
  readonly may: { readonly save: boolean; readonly archive: boolean }
}

export interface ReportVersion {
  readonly version: number
  readonly savedAt: string
  readonly savedBy: string | null
  readonly isYours: boolean
  readonly message: string | null
}

/** What is handed in: a whole report, on top of the version `base`. */
export interface ReportDraft {
  readonly base: number
  readonly title: Titled
  readonly description: Titled
  readonly document: string
  readonly labels: Readonly<Record<string, Titled>>
  readonly chart: SavedChart | null
  readonly purpose: string | null
  readonly shared: readonly string[]
  readonly message?: string
}

const root = '/reports-api/reports'

/** All reports that the caller may see, page by page. */
export async function listReports(signal: AbortSignal): Promise<readonly ReportLine[]> {
  const all: ReportLine[] = []
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ limit: '200', ...(after === '' ? {} : { after }) })
    const page: ReportPage = await read<ReportPage>(`${root}?${query}`, { signal })
    all.push(...page.reports)
    after = page.next
  }
  return all
}

interface ReportPage {
  readonly reports: readonly ReportLine[]
  /** The id after which the next page begins. */
  readonly next: string | null
}

export async function findReport(id: string, version: number | undefined, signal: AbortSignal) {
  const query = version === undefined ? '' : `?version=${version}`
  return await read<Report>(`${root}/${encodeURIComponent(id)}${query}`, { signal })
}

export async function versionsOf(id: string, signal: AbortSignal) {
  const path = `${root}/${encodeURIComponent(id)}/versions`
  const found = await read<{ readonly versions: readonly ReportVersion[] }>(path, { signal })
  return found.versions
}

export async function saveReport(id: string, draft: ReportDraft): Promise<Report> {
  return await read<Report>(`${root}/${encodeURIComponent(id)}`, { method: 'PUT', body: draft })
}

export async function archiveReport(id: string): Promise<void> {
  await read(`${root}/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** An id from a title: `Đất bình quân mỗi hộ` is `dat-binh-quan-moi-ho`. */
export function idOf(title: string): string {
  const plain = title
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 62)
    .replaceAll(/^-+|-+$/g, '')
}
