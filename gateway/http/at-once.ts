/**
 * How many requests are worked on at once, as it was learned. `since`: where it began to shrink. `others`: the pressure
 * that fewer requests did not lessen, so that it comes from elsewhere (a ministry that is slow by itself, a neighbour on
 * the machine); 1 where there is none.
 */
export interface AtOnce {
  readonly limit: number
  readonly since?: Step
  readonly others: number
}

interface Step {
  readonly limit: number
  readonly pressure: number
}

/** What was seen in a stretch of time. */
export interface Seen {
  /** Milliseconds that whoever came found the event loop late, in the mean. */
  readonly lateMs: number
  /** Milliseconds that the quicker quarter of those who came in took; undefined where too few have ended. */
  readonly tookMs: number | undefined
  /** Requests that were worked on at once, at most. */
  readonly used: number
}

export interface AtOnceBounds {
  /** Never fewer: what else goes on in a machine must not stop the gateway. */
  readonly least: number
  readonly most: number
}

/** Milliseconds that the event loop may be late: so long a refusal waits, too. */
export const lateAimMs = 5
/** Milliseconds that the quicker quarter may take. A few slow questions, or one slow ministry, do not touch it. */
export const tookAimMs = 250

/** Of the limit: what it grows by while nothing presses and all of it is used. */
const growth = 0.1
/** What it is multiplied with in one step, at least and at most. */
const [steepest, gentlest] = [0.5, 0.9]
/** Pressure that stays above this share of what it was when half as many are let in is not theirs. */
const theirs = 0.8

/** What it begins with, where the most is not less. */
const first = 64

export function firstAtOnce({ most }: AtOnceBounds): AtOnce {
  return { limit: Math.min(first, most), others: 1 }
}

/**
 * The limit after what was seen under it: more where all of it was used and nothing pressed, fewer where the event loop was
 * late or even quick requests were slow. Pressure that halving does not lessen is taken as given: the limit goes back.
 * (After TCP's congestion control, and CoDel's use of the least delay: RFC 8289.)
 */
export function atOnceAfter(now: AtOnce, seen: Seen, bounds: AtOnceBounds): AtOnce {
  const pressure = Math.max(seen.lateMs / lateAimMs, (seen.tookMs ?? 0) / tookAimMs)
  if (pressure <= now.others) {
    const others = pressure < now.others / 2 ? 1 : now.others
    const isShort = seen.used >= now.limit && seen.tookMs !== undefined
    return { limit: isShort ? grown(now.limit, bounds) : now.limit, others }
  }
  const base = Math.min(now.limit, Math.max(seen.used, bounds.least))
  const since = now.since ?? { limit: base, pressure }
  const isHalved = base <= since.limit / 2
  if (isHalved && pressure > since.pressure * theirs)
    return { limit: since.limit, others: pressure / theirs }
  const factor = Math.min(gentlest, Math.max(steepest, now.others / pressure))
  return {
    limit: Math.max(bounds.least, Math.floor(base * factor)),
    since: isHalved ? { limit: base, pressure } : since,
    others: now.others,
  }
}

function grown(limit: number, { most }: AtOnceBounds): number {
  return Math.min(most, limit + Math.ceil(limit * growth))
}
