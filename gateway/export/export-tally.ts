import type { RequestState } from '../context.ts'
import { isRecord } from '../is-record.ts'
import { type ExportProvenance, type ExportedMinistry, addMinistries } from './export-provenance.ts'
import type { ExportRequest } from './export-request.ts'
import type { AnsweredPage } from './exported-page.ts'
import type { PagePlan } from './page-plan.ts'
import type { Walk } from './walk.ts'

export interface TallyOptions {
  readonly asked: ExportRequest
  /** The caller's own document. */
  readonly text: string
  readonly plan: PagePlan
  /** The first page. */
  readonly state: RequestState
  readonly roles: readonly string[]
}

/** What an export has taken so far. */
export interface ExportTally {
  /** Names the walk whose end is told. */
  watch(walked: Pick<Walk, 'isCut'>): void
  /** A page was answered. */
  note(state: RequestState, page: AnsweredPage): void
  /** Rows went into the file. */
  written(rows: number): void
  readonly provenance: () => ExportProvenance
}

/** Opens the tally of one export. */
export function openTally({ asked, text, plan, state, roles }: TallyOptions): ExportTally {
  const ministries: Record<string, ExportedMinistry> = {}
  const statuses: Record<string, number> = {}
  let whole: AnsweredPage['disclosure']
  let pages = 0
  let rows = 0
  let at = new Date()
  let watched: Pick<Walk, 'isCut'> | undefined
  const { identity, id, purpose, lease } = state
  const { agency, client } = identity?.caller ?? {}

  return {
    watch(walked) {
      watched = walked
    },
    note(answered, page) {
      pages++
      at = new Date()
      addMinistries(ministries, answered)
      if (page.disclosure) whole = page.disclosure
      for (const row of page.rows) {
        const status = statusOf(row)
        if (status !== undefined) statuses[status] = (statuses[status] ?? 0) + 1
      }
    },
    written(more) {
      rows += more
    },
    provenance: () => ({
      requestId: id,
      at: at.toISOString(),
      format: asked.format,
      query: withoutNumbers(text),
      ...(asked.operationName ? { operationName: asked.operationName } : {}),
      variables: Object.keys(asked.variables ?? {}),
      path: plan.list.path.join('.'),
      roles,
      ...(agency === undefined ? {} : { agency }),
      ...(client === undefined ? {} : { client }),
      ...(purpose === undefined ? {} : { purpose: purpose.id }),
      ministries,
      supergraph: lease.generation.id,
      ...disclosureOf(plan.profile, statuses, whole),
      columns: plan.columns.map(({ name }) => name),
      pages,
      rows,
      end: watched?.isCut() === true ? 'cut' : 'complete',
    }),
  }
}

/** A personal number in a literal does not travel on with the file. */
function withoutNumbers(text: string): string {
  return text.replace(/\d{12,}/g, '…')
}

function statusOf({ disclosure }: AnsweredPage['rows'][number]): string | undefined {
  const status = isRecord(disclosure) ? disclosure['status'] : undefined
  return typeof status === 'string' ? status : undefined
}

/** Nothing is said of figures that are exact. */
function disclosureOf(
  profile: string,
  statuses: Readonly<Record<string, number>>,
  whole: AnsweredPage['disclosure'],
): Pick<ExportProvenance, 'disclosure'> {
  const { status, reason } = whole ?? {}
  const all = [...Object.keys(statuses), ...(typeof status === 'string' ? [status] : [])]
  if (all.every((one) => one === 'EXACT')) return {}
  return {
    disclosure: {
      profile,
      statuses,
      ...(typeof status === 'string' ? { status } : {}),
      ...(typeof reason === 'string' ? { reason } : {}),
    },
  }
}
