import {
  type Breaker,
  type BreakerEvent,
  breakerAfter,
  type BreakerLimits,
  closedBreaker,
  maySend,
} from './breaker.ts'

/** The breakers of a gateway, one for each ministry at each address. */
export interface Breakers {
  /** Lets a request pass; answers how its end is told. Throws an Error while the breaker is open. */
  enter(ministry: string, origin: string): (end: Exclude<BreakerEvent, 'asked'>) => void
  state(ministry: string, origin: string): Breaker
}

/** Breakers that are remembered: those that are not simply closed. */
const maxKept = 1000

/**
 * Opens the breakers; a ministry that was never asked has a closed one. Their clock runs on whoever sets the machine's:
 * one put back by an hour would leave a ministry alone for an hour.
 */
export function openBreakers(
  limits: BreakerLimits,
  now: () => number = () => performance.now(),
): Breakers {
  const kept = new Map<string, Breaker>()
  const of = (key: string): Breaker => kept.get(key) ?? closedBreaker
  const put = (key: string, event: BreakerEvent): void => {
    const next = breakerAfter(of(key), event, now(), limits)
    if (next === closedBreaker) kept.delete(key)
    else if (kept.has(key) || kept.size < maxKept) kept.set(key, next)
  }
  return {
    enter(ministry, origin) {
      const key = `${ministry} ${origin}`
      if (!maySend(of(key), now())) throw new Error('expected a ministry that answered lately')
      put(key, 'asked')
      let isOver = false
      return (end) => {
        if (isOver) return
        isOver = true
        put(key, end)
      }
    },
    state: (ministry, origin) => of(`${ministry} ${origin}`),
  }
}
