import { setTimeout as after } from 'node:timers/promises'
import type { Asker } from './ask-ministry.ts'
import { MinistryAway } from './post-text.ts'
import type { Errand } from './run.ts'

/** How often ministries are asked a second time: a bucket of tokens for each. */
export interface RetryBudgets {
  /** A request that is sent for the first time, which adds a part of a token. */
  earn(ministry: string): void
  /** Takes a token; false where there is none. */
  spend(ministry: string): boolean
}

/** Told of each second request that was wanted. */
export type OnSpent = (ministry: string, outcome: 'sent' | 'refused') => void

/** Requests that may be sent again although few were sent before, and tokens that are kept. */
export const maxTokens = 10
/** Ministries whose buckets are remembered: those that are not full. */
const maxKept = 1000
/** Milliseconds before the second time, at least and at most. */
const pauseMs = { least: 5, most: 50 }

/** Opens the budgets: of a hundred requests to one ministry so many may be sent again, 0 to 100. */
export function openRetryBudgets(percent: number, onSpent?: OnSpent): RetryBudgets {
  const left = new Map<string, number>()
  const full = percent === 0 ? 0 : maxTokens
  return {
    earn(ministry) {
      const tokens = left.get(ministry)
      if (tokens === undefined) return
      // Counted in hundredths of a request, so that a hundred parts are a whole.
      if (tokens + percent >= full * 100) left.delete(ministry)
      else left.set(ministry, tokens + percent)
    },
    spend(ministry) {
      const tokens = left.get(ministry) ?? full * 100
      const isThere = tokens >= 100 && (left.has(ministry) || left.size < maxKept)
      if (isThere) left.set(ministry, tokens - 100)
      onSpent?.(ministry, isThere ? 'sent' : 'refused')
      return isThere
    },
  }
}

/**
 * Sends what could not reach its ministry once more, after a short pause of random length: queries alone, within the
 * request's deadline and the ministry's budget. Nothing of a broken answer was looked at by then. What a ministry
 * answers, however wrong, is not asked for again.
 */
export function asksAgain(
  send: (errand: Errand, asker: Asker) => Promise<Buffer>,
  budgets: RetryBudgets,
): (errand: Errand, asker: Asker) => Promise<Buffer> {
  return async (errand, asker) => {
    budgets.earn(errand.ministry)
    try {
      return await send(errand, asker)
    } catch (error) {
      const mayHelp = error instanceof MinistryAway && !errand.changes && !asker.deadline.isOver()
      if (!mayHelp || !budgets.spend(errand.ministry)) throw error
      await after(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least))
      if (asker.deadline.isOver()) throw error
      return await send(errand, asker)
    }
  }
}
