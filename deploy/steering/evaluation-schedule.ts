import type { Logger } from 'pino'
import { setTimeout as after } from 'node:timers/promises'
import { connected } from '../connected.ts'
import { duePeriods } from './due-periods.ts'
import { evaluateIndicators } from './evaluate-indicators.ts'
import { workLock } from '../work-lock.ts'
import type { AskMethod } from './method-answer.ts'
import { countedIndicators } from './method-reading.ts'

export interface EvaluationSchedule {
  /** Gives up what is being evaluated. */
  close(): Promise<void>
}

export interface EvaluationOptions {
  /** The government office's database, as its tables' owner. */
  readonly ownerUrl: string
  readonly ask: AskMethod
  /** Values that were confirmed longer ago are evaluated anew; milliseconds. */
  readonly everyMs: number
  /** Months back from which values are evaluated where they are missing. */
  readonly months: number
  /** Whether the people behind the figures are invented. */
  readonly synthetic: boolean
  readonly log: Logger
  /** Before the first look, milliseconds; what asks at the start is let go first. Default 3,000. */
  readonly startMs?: number
}

/** After a failure: milliseconds. */
const retryMs = 60_000
/** Looks are at most so often: milliseconds. */
const leastWaitMs = 15_000

/**
 * Evaluates the indicators that are missing or old now, and again whenever they have become so, one document after the
 * other, each followed by a rest as long as it took. Of all gateways over one database one evaluates. A failure is logged
 * and tried again; the values that are known stay meanwhile.
 */
export function scheduleEvaluation(options: EvaluationOptions): EvaluationSchedule {
  const { everyMs, startMs = 3000, log } = options
  const stop = new AbortController()
  const { signal } = stop
  const rounds = async (): Promise<void> => {
    let waitMs = startMs
    for (;;) {
      await after(waitMs, undefined, { signal, ref: false })
      waitMs = Math.max(leastWaitMs, everyMs / 4)
      try {
        await evaluateDue(options, signal)
      } catch (error) {
        signal.throwIfAborted()
        log.error({ err: error }, 'indicators could not be evaluated; it is tried again')
        waitMs = Math.min(waitMs, retryMs)
      }
    }
  }
  const running = rounds().catch(() => undefined)
  return {
    close: async () => {
      stop.abort(new Error('stopped'))
      await running
    },
  }
}

async function evaluateDue(options: EvaluationOptions, signal: AbortSignal): Promise<void> {
  const { ownerUrl, ask, everyMs, months, synthetic, log } = options
  await using client = await connected(ownerUrl)
  if (!(await workLock(client, 'evaluation'))) return
  const indicators = await countedIndicators(client)
  const due = await duePeriods(client, indicators, { months, everyMs, now: new Date() })
  if (due.length === 0) return
  const resting: AskMethod = async (question, asked) => {
    const began = performance.now()
    const body = await ask(question, asked)
    await after(performance.now() - began, undefined, { signal })
    return body
  }
  const done = await evaluateIndicators({ client, due, ask: resting, synthetic, atOnce: 1, signal })
  log.info(done, 'indicators: evaluated')
}
