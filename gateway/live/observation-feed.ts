import type { Logger } from 'pino'
import { type LiveObservation, storedLast, storedSince } from './observation.ts'
import { storedPage } from './stored-page.ts'

export interface FeedOptions {
  /** Asks for everybody who watches; answers the body of the answer. */
  readonly ask: (question: {
    readonly query: string
    readonly variables: Readonly<Record<string, unknown>>
  }) => Promise<string>
  /** Milliseconds between two looks. */
  readonly pollMs: number
  /** Told of what is new, the oldest first, some at a time. */
  readonly onNew: (observations: readonly LiveObservation[]) => void
  readonly log: Logger
}

/** One look for all who watch. */
export interface ObservationFeed {
  /** From the moment that it answers whatever is stored is told. Fails as asking does. */
  start(): Promise<void>
  stop(): void
}

/** Observations of one page. */
const pageRows = 500

/**
 * Looks for new observations while somebody watches. A look that fails is made again from where the last one ended, so
 * that nothing is left out: writers store one after the other, each row at a later moment (write-observations.ts).
 */
export function openObservationFeed({ ask, pollMs, onNew, log }: FeedOptions): ObservationFeed {
  let timer: NodeJS.Timeout | undefined
  let started: Promise<void> | undefined

  const look = async (later: string, isWanted: () => boolean): Promise<string> => {
    let after: string | undefined
    let newest = later
    do {
      const variables = { later, first: pageRows, ...(after === undefined ? {} : { after }) }
      const page = storedPage(await ask({ query: storedSince, variables }))
      if (!isWanted()) return newest
      after = page.after
      if (page.nodes.length > 0) onNew(page.nodes)
      newest = page.nodes.at(-1)?.recordedAt ?? newest
    } while (after !== undefined)
    return newest
  }
  const begin = async (): Promise<void> => {
    const mine = started
    const [there] = storedPage(await ask({ query: storedLast, variables: {} })).nodes
    let last = there?.recordedAt ?? new Date(0).toISOString()
    const isWanted = () => started === mine && mine !== undefined
    const round = async (): Promise<void> => {
      try {
        last = await look(last, isWanted)
      } catch (error) {
        log.debug({ err: error }, 'live: a look failed; it is made again')
      }
      if (isWanted()) timer = setTimeout(() => void round(), pollMs).unref()
    }
    if (isWanted()) timer = setTimeout(() => void round(), pollMs).unref()
  }
  return {
    async start() {
      const mine = (started ??= Promise.resolve().then(begin))
      try {
        await mine
      } catch (error) {
        if (started === mine) started = undefined
        throw error
      }
    },
    stop() {
      clearTimeout(timer)
      // Who comes next begins with what is there then.
      started = undefined
    },
  }
}
