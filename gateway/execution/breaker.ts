/**
 * Whether a ministry is asked. `closed`: it is, and failed so many times one after the other. `open`: it is not before
 * `until` (milliseconds of a clock that nobody sets). `half-open`: one request is on its way to find out, and one more
 * may go at `until`, since the first may wait for a machine that is gone.
 */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly openings: number; readonly until: number }
  | { readonly state: 'half-open'; readonly openings: number; readonly until: number }

/**
 * `late`: the ministry had its time and did not answer in it. It counts as a failure: who has answered nothing at all
 * since is taken for frozen, and one caller with dear questions counts only while nobody else is answered. `unsaid`:
 * the request ended without the ministry having had its say: its caller went away, or there was little time left.
 */
export type BreakerEvent = 'asked' | 'answered' | 'failed' | 'late' | 'unsaid'

export interface BreakerLimits {
  /** Failures one after the other that open it; 0: it never opens. */
  readonly failures: number
  /** Milliseconds until a first request finds out; each failure of such a one doubles them, up to `maxPauseMs`. */
  readonly pauseMs: number
}

export const closedBreaker: Breaker = Object.freeze({ state: 'closed', failures: 0 })

/**
 * Milliseconds to which the pause grows: a ministry that is back is asked again within them. One request in a second
 * is no burden to a machine that starts.
 */
export const maxPauseMs = 1000

/** Whether a request may be sent at a moment. */
export function maySend(breaker: Breaker, at: number): boolean {
  return breaker.state === 'closed' || at >= breaker.until
}

const failing: ReadonlySet<BreakerEvent> = new Set(['failed', 'late'])

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
  const isFailure = failing.has(event)
  switch (breaker.state) {
    case 'closed': {
      if (!isFailure) return breaker
      const failures = breaker.failures + 1
      const opens = limits.failures > 0 && failures >= limits.failures
      return opens ? opened(1, at, limits) : { state: 'closed', failures }
    }
    case 'open':
      return event === 'asked' && at >= breaker.until
        ? probing(breaker.openings, at, limits)
        : breaker
    case 'half-open':
      if (isFailure) return opened(breaker.openings + 1, at, limits)
      return event === 'asked'
        ? probing(breaker.openings, at, limits)
        : // Nothing was found out: the next request may.
          { state: 'open', openings: breaker.openings, until: at }
    default:
      return breaker satisfies never
  }
}

function opened(openings: number, at: number, limits: BreakerLimits): Breaker {
  return { state: 'open', openings, until: at + pauseOf(openings, limits) }
}

function probing(openings: number, at: number, limits: BreakerLimits): Breaker {
  return { state: 'half-open', openings, until: at + pauseOf(openings, limits) }
}

/** A pause that is set longer than it would grow stays as it is set. */
function pauseOf(openings: number, { pauseMs }: BreakerLimits): number {
  return Math.min(Math.max(maxPauseMs, pauseMs), pauseMs * 2 ** Math.min(openings - 1, 20))
}
