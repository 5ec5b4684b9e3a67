import type { Logger } from 'pino'
import type { AskInside } from '../../gateway/ask-inside.ts'
import type { Settings } from '../settings.ts'
import { type EvaluationSchedule, scheduleEvaluation } from './evaluation-schedule.ts'
import { asIndicators } from './indicator-caller.ts'

export interface EvaluationPlace {
  /** The government office's database, as its tables' owner; undefined where it is not known. */
  readonly ownerUrl: string | undefined
  readonly ask: AskInside
  /** Whether the people are invented whatever the setting says. */
  readonly isEmbedded: boolean
  readonly log: Logger
}

const minuteMs = 60_000

/** Keeps the indicators evaluated, where the settings want it and the owner's database is known. */
export function openEvaluation(
  { indicatorMinutes, indicatorMonths: months, indicatorData }: Settings,
  { ownerUrl, ask, isEmbedded, log }: EvaluationPlace,
): EvaluationSchedule | undefined {
  if (indicatorMinutes === 0 || ownerUrl === undefined) return undefined
  return scheduleEvaluation({
    ownerUrl,
    ask: asIndicators(ask),
    everyMs: indicatorMinutes * minuteMs,
    months,
    synthetic: isEmbedded || indicatorData === 'synthetic',
    log,
  })
}
