import type { Logger } from 'pino'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { refreshRollups } from './refresh-rollups.ts'

export interface RollupSchedule {
  /** Gives up what is being filled. */
  close(): Promise<void>
}

export interface ScheduleOptions {
  readonly ministry: Ministry
  readonly ownerUrl: string
  /** Rollups older than this are filled anew; milliseconds. */
  readonly everyMs: number
  readonly log: Logger
  /** Called when some were filled. */
  readonly onFilled: () => Promise<void>
}

/** Rollups are looked at four times in the time after which they are old, but at most this often: milliseconds. */
const leastWaitMs = 15_000
/** After a failure: milliseconds. */
const retryMs = 60_000

/**
 * Fills a ministry's rollups now, where they are missing or old, and again whenever they have become so. A
 * failure is logged and tried again; the old rows stay meanwhile.
 */
export function scheduleRollups(options: ScheduleOptions): RollupSchedule {
  const { ministry, ownerUrl, everyMs, onFilled } = options
  const log = options.log.child({ ministry: ministry.name })
  const stop = new AbortController()
  const { signal } = stop
  let timer: NodeJS.Timeout | undefined
  const round = async (): Promise<void> => {
    let filled = 0
    let waitMs = Math.max(leastWaitMs, everyMs / 4)
    try {
      await refreshRollups({
        ministry,
        ownerUrl,
        unlessYoungerMs: everyMs,
        signal,
        onRefreshed: ({ rollup, rows, isDone }, ms) => {
          if (!isDone) return
          filled++
          log.debug({ rollup, rows, ms: Math.round(ms) }, 'rollup filled')
        },
      })
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'rollups could not be filled')
      waitMs = Math.min(waitMs, retryMs)
    }
    if (signal.aborted) return
    if (filled > 0) await onFilled()
    timer = setTimeout(next, waitMs).unref()
  }
  let running = round()
  const next = (): void => {
    running = round()
  }
  return {
    close: async () => {
      stop.abort(new Error('stopped'))
      clearTimeout(timer)
      await running
    },
  }
}
