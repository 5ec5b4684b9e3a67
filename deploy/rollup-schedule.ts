import type { Logger } from 'pino'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { refreshRollups } from './refresh-rollups.ts'
import { type RepeatedWork, repeatWork } from './repeated-work.ts'

export interface ScheduleOptions {
  readonly ministry: Ministry
  readonly ownerUrl: string
  /** Rollups older than this are filled anew; milliseconds. */
  readonly everyMs: number
  readonly log: Logger
  /** Called when some were filled. */
  readonly onFilled: () => Promise<void>
}

/**
 * Fills a ministry's rollups now, where they are missing or old, and again whenever they have become so. A
 * failure is logged and tried again; the old rows stay meanwhile.
 */
export function scheduleRollups(options: ScheduleOptions): RepeatedWork {
  const { ministry, ownerUrl, everyMs, onFilled } = options
  const log = options.log.child({ ministry: ministry.name })
  let filled = 0
  const fill = async (signal: AbortSignal): Promise<void> =>
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
  return repeatWork({
    everyMs,
    work: async (signal) => {
      filled = 0
      try {
        await fill(signal)
      } finally {
        if (filled > 0 && !signal.aborted) await onFilled()
      }
    },
    onFailure: (error) => log.error({ err: error }, 'rollups could not be filled'),
  })
}
