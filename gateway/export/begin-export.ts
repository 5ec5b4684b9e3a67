import { CodedError } from '../../schema/errors.ts'
import { maxFrameRows } from '../../schema/row-frame.ts'
import type { RequestState } from '../context.ts'
import { PageRefused } from './ask-page.ts'
import {
  type ExportLimits,
  type ExportPlaces,
  exportTooLarge,
  openExportPlaces,
  rowsAllowed,
} from './export-limits.ts'
import type { ExportRequest } from './export-request.ts'
import { type ExportTally, openTally } from './export-tally.ts'
import { type PageAsker, type PageAskerOptions, openPageAsker } from './page-asker.ts'
import { type RowFeed, openRowFeed, streamMs } from './row-feed.ts'
import { type PagePlan, pagePlan, unreadable } from './page-plan.ts'
import { type AskPage, type Walk, walk } from './walk.ts'

/** What exports are made with. */
export interface ExportHouse extends Pick<PageAskerOptions, 'apollo'> {
  readonly places: ExportPlaces
  readonly limits: ExportLimits
}

/** Opens the making of files on one endpoint. */
export function openExportHouse(apollo: ExportHouse['apollo'], limits: ExportLimits): ExportHouse {
  return { apollo, limits, places: openExportPlaces(limits) }
}

/** Who exports what. */
export interface ExportMessage extends Pick<PageAskerOptions, 'arrive'> {
  /** The document; asked once the first page arrived, when a registered one has been looked up. */
  readonly text: () => string
}

/** An export that may take its course. */
export interface BegunExport {
  readonly plan: PagePlan
  readonly pages: Walk['pages']
  readonly tally: ExportTally
  /** Gives the caller's place back; once the file is whole, or was given up. */
  close(): void
}

/**
 * Begins an export: who asks, and what for, is judged as for `/graphql`, the document is read; no ministry is asked yet.
 * Fails with PageRefused where `/graphql` refuses the document, with BAD_USER_INPUT for one without a list, with
 * RATE_LIMITED or COST_EXCEEDED beyond a limit.
 */
export async function beginExport(
  { apollo, places, limits }: ExportHouse,
  { arrive, text: textOf }: ExportMessage,
  { asked, signal }: { readonly asked: ExportRequest; readonly signal: AbortSignal },
): Promise<BegunExport> {
  const { format, rows: wanted } = asked
  const { frameRows = maxFrameRows, freshMs = streamMs } = limits
  const asker = await openPageAsker({ apollo, arrive, format, signal })
  let release: (() => void) | undefined
  let feed: RowFeed | undefined
  const close = (): void => {
    asker.close()
    feed?.close()
    release?.()
  }
  try {
    const roles = actingRoles(asker.first)
    const allowed = rowsAllowed(limits, roles)
    if (wanted !== undefined && wanted > allowed)
      throw exportTooLarge('exportRows', allowed, `The export asks for ${wanted}.`)
    release = places.take(asker.first.identity?.caller.id ?? '')
    const text = textOf()
    const plan = await planOf(asker, text, asked)
    const tally = openTally({ asked, text, plan, state: asker.first, roles })
    const { size } = plan.list
    const { streamed, document } = plan
    if (streamed !== undefined && size !== undefined)
      feed = openRowFeed(streamed, document, { size, freshMs, isCsv: format === 'csv' })
    const { after } = document
    const walked = walk(pagesOf(asker, plan, { tally, feed, frameRows }), {
      size: feed === undefined || size === undefined ? size : Math.max(frameRows, size),
      after,
      wanted,
      allowed,
    })
    tally.watch(walked)
    return { plan, pages: walked.pages, tally, close }
  } catch (error) {
    close()
    throw error
  }
}

/** The plan; a document that is refused is asked as it is, so that it is refused, and recorded, as everywhere. */
async function planOf(asker: PageAsker, text: string, asked: ExportRequest): Promise<PagePlan> {
  const plan = pagePlan(asker.first, text, asked)
  if (plan !== unreadable) return plan
  const { operationName, variables } = asked
  await asker.ask({ query: text, variables: variables ?? {}, operationName, list: undefined })
  throw new CodedError('INTERNAL_SERVER_ERROR')
}

interface Parts {
  readonly tally: ExportTally
  readonly feed: RowFeed | undefined
  readonly frameRows: number
}

/** Asks pages as large as ministries and limits let them be: one that is too much is asked again in half. */
function pagesOf(
  asker: PageAsker,
  { document, list }: PagePlan,
  { tally, feed, frameRows }: Parts,
): AskPage {
  const usual = list.size ?? 1
  let largest = Number.MAX_SAFE_INTEGER
  return async (size, after, left) => {
    for (;;) {
      const rows = Math.min(size, largest, feed?.isOpen() === true ? frameRows : usual)
      feed?.turn({ rows, after, left })
      const variables = document.variables(rows, after)
      try {
        const { state, page } = await asker.ask({ query: document.text, variables, list, feed })
        tally.note(state, page)
        return page
      } catch (error) {
        if (list.size === undefined || rows <= 1 || !isTooMuch(error)) throw error
        largest = Math.ceil(rows / 2)
      }
    }
  }
}

function isTooMuch(error: unknown): boolean {
  return error instanceof PageRefused && error.codes.every((code) => code === 'COST_EXCEEDED')
}

/** The caller's roles that may use the purpose named; all where none is. */
function actingRoles({ identity, purpose }: RequestState): readonly string[] {
  const { roles = [] } = identity?.caller ?? {}
  return purpose === undefined ? roles : roles.filter((role) => purpose.roles.includes(role))
}
