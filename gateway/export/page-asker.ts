import type { ApolloServer } from '@apollo/server'
import { CodedError } from '../../schema/errors.ts'
import type { GatewayContext, RequestState } from '../context.ts'
import { askPage } from './ask-page.ts'
import type { ExportFormat } from './export-request.ts'
import {
  type AnsweredPage,
  type ExportedPage,
  type PagePlace,
  exportedPage,
} from './exported-page.ts'
import type { ExportedList } from './exported-list.ts'
import type { RowFeed } from './row-feed.ts'

export interface PageAskerOptions {
  readonly apollo: ApolloServer<GatewayContext>
  /** Lets a page arrive as a request of its own. */
  readonly arrive: (exported: ExportedPage) => Promise<RequestState>
  readonly format: ExportFormat
  /** Its abort ends the page that is under way. */
  readonly signal: AbortSignal
}

/** What one page asks. */
export interface PageQuestion {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string | null | undefined
  readonly list: ExportedList | undefined
  readonly feed?: RowFeed | undefined
}

/** Asks an export's pages, each as a request of its own. */
export interface PageAsker {
  /** Who asks: the first page, which has arrived and is not asked yet. */
  readonly first: RequestState
  /** Fails with PageRefused, or as a request does that does not arrive. */
  ask(question: PageQuestion): Promise<{ state: RequestState; page: AnsweredPage }>
  /** The first page will not be asked, if it was not. */
  close(): void
}

/** Lets the first page arrive. Fails with UNAUTHENTICATED, BAD_USER_INPUT and the like. */
export async function openPageAsker(options: PageAskerOptions): Promise<PageAsker> {
  const { apollo, arrive, format, signal } = options
  let pages = 0
  let place: PagePlace = { list: undefined, feed: undefined }
  const arrived = async (): Promise<RequestState> => {
    pages++
    return await arrive(exportedPage(format, pages, () => place))
  }
  const first = await arrived()
  let waiting: RequestState | undefined = first

  return {
    first,
    async ask({ query, variables, operationName, list, feed }) {
      place = { list, feed }
      const state = waiting ?? (await arrived())
      waiting = undefined
      const abandon = (): void => state.deadline.abandon()
      signal.addEventListener('abort', abandon, { once: true })
      if (signal.aborted) abandon()
      try {
        await askPage(apollo, state, {
          query,
          variables,
          operationName: operationName ?? undefined,
        })
      } finally {
        signal.removeEventListener('abort', abandon)
      }
      if (state.exported === undefined) throw new CodedError('INTERNAL_SERVER_ERROR')
      return { state, page: state.exported.answered }
    },
    close() {
      waiting?.deadline.close()
      waiting?.lease.release()
      waiting?.telemetry?.end()
      waiting = undefined
    },
  }
}
