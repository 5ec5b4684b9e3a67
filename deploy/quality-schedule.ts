import type { Logger } from 'pino'
import { type AgreementWanted, refreshAgreement } from './refresh-agreement.ts'
import { type QualityWanted, refreshQuality } from './refresh-quality.ts'
import { type RepeatedWork, repeatWork } from './repeated-work.ts'

export interface QualityScheduleOptions extends Omit<
  QualityWanted,
  'unlessYoungerMs' | 'onPassed' | 'signal'
> {
  /** Figures older than this are made anew; milliseconds. */
  readonly everyMs: number
  readonly log: Logger
  /** How records are compared with other databases; absent: they are not. */
  readonly agreement?: Pick<AgreementWanted, 'ask' | 'sampleRows' | 'unlessYoungerMs'> | undefined
  /** Called when some were made. */
  readonly onJudged: () => Promise<void>
}

/**
 * Judges a ministry's tables now, where that was never done or is long ago, and again whenever it has become so. A
 * failure is logged and tried again; the old figures stay meanwhile. A table that cannot be judged does not keep records
 * from being compared.
 */
export function scheduleQuality(options: QualityScheduleOptions): RepeatedWork {
  const { ministry, ownerUrl, everyMs, agreement, onJudged } = options
  const log = options.log.child({ ministry: ministry.name })
  let judged = 0
  const judge = async (signal: AbortSignal): Promise<void> =>
    await refreshQuality({
      ...options,
      unlessYoungerMs: everyMs,
      signal,
      onPassed: ({ isDone, asOf: _asOf, ...passed }, ms) => {
        if (!isDone) return
        judged++
        log.debug({ ...passed, ms: Math.round(ms) }, 'quality judged')
      },
    })
  const compare = async (signal: AbortSignal): Promise<void> => {
    if (agreement === undefined) return
    await refreshAgreement({
      ministry,
      ownerUrl,
      ...agreement,
      signal,
      onCompared: (compared) => {
        judged++
        log.debug(compared, 'records compared with another database')
      },
    })
  }
  return repeatWork({
    everyMs,
    work: async (signal) => {
      judged = 0
      const failed: unknown[] = []
      for (const part of [judge, compare]) {
        if (!signal.aborted) await part(signal).catch((error: unknown) => failed.push(error))
      }
      if (judged > 0 && !signal.aborted) await onJudged()
      if (failed.length > 1)
        throw new AggregateError(failed, 'rows and agreement: both could not be judged')
      for (const error of failed) throw error
    },
    onFailure: (error) => log.error({ err: error }, 'quality could not be judged'),
  })
}
