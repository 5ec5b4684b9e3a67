/**
 * Whether a ministry is asked. `closed`: it is, and failed so many times one after the other. `open`: it is not before
 * `until` (milliseconds since the epoch). `half-open`: one request is on its way to find out.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly openings: number; readonly until: number }
  | { readonly state: 'half-open'; readonly openings: number }

/** `unsaid`: the request ended without the ministry having had its say: its caller went away, or its time was over. */
export type BreakerEvent = 'asked' | 'answered' | 'failed' | 'unsaid'

export interface BreakerLimits {
  /** Failures one after the other that open it; 0: it never opens. */
  readonly failures: number
  /** Milliseconds until a first request finds out; each failure of such a one doubles them. */
  readonly pauseMs: number
}

export const closedBreaker: Breaker = Object.freeze({ state: 'closed', failures: 0 })

/** Milliseconds that a ministry is left alone, at most. */
export const maxPauseMs = 30_000

/** Whether a request may be sent at a moment. */
export function maySend(breaker: Breaker, at: number): boolean {
  if (breaker.state === 'open') return at >= breaker.until
  return breaker.state === 'closed'
}

/**
 * The breaker after an event. Any answer closes it: the ministry is there. Requests that were sent before it opened
 * and fail afterwards change nothing.
 */
export function breakerAfter(
  breaker: Breaker,
  event: BreakerEvent,
  at: number,
  limits: BreakerLimits,
): Breaker {
  if (event === 'answered') return closedBreaker
  switch (breaker.state) {
    case 'closed': {
      if (event !== 'failed') return breaker
      const failures = breaker.failures + 1
      const opens = limits.failures > 0 && failures >= limits.failures
      return opens ? opened(1, at, limits) : { state: 'closed', failures }
    }
    case 'open':
      return event === 'asked' && at >= breaker.until
        ? { state: 'half-open', openings: breaker.openings }
        : breaker
    case 'half-open':
      if (event === 'failed') return opened(breaker.openings + 1, at, limits)
      // Nothing was found out: the next request may.
      if (event === 'unsaid') return { state: 'open', openings: breaker.openings, until: at }
      return breaker
    default:
      return breaker satisfies never
  }
}

function opened(openings: number, at: number, { pauseMs }: BreakerLimits): Breaker {
  const pause = Math.min(maxPauseMs, pauseMs * 2 ** Math.min(openings - 1, 20))
  return { state: 'open', openings, until: at + pause }
}
