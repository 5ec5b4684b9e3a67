import { LRUCache } from 'lru-cache'

interface Verified<T extends object> {
  readonly value: T
  /** Seconds since the epoch after which the token must be verified again. */
  readonly until: number
}

/** Remembers what tokens said once their signature was checked. */
export interface VerifiedTokens<T extends object> {
  get(token: string, at: Date): T | undefined
  set(token: string, value: T, times: { readonly at: Date; readonly until: number }): void
  /** Tokens that are held. */
  readonly size: () => number
}

/** Milliseconds after which tokens that have run out are looked for. */
const sweepMs = 30_000

/**
 * Opens a bounded memory of verified tokens (at most `maxCharacters` of token text; the least
 * recently used go first). An entry is never given out at or after `until`, in seconds since the epoch, and is forgotten
 * soon after: a ministry's token is good for a minute, and what it said of its caller stays no longer than it is of use.
 */
export function verifiedTokens<T extends object>(maxCharacters: number): VerifiedTokens<T> {
  const cache = new LRUCache<string, Verified<T>>({
    maxSize: maxCharacters,
    sizeCalculation: (_, token) => token.length,
  })
  let sweptAt = 0
  return {
    get(token, at) {
      const found = cache.get(token)
      if (found === undefined) return undefined
      if (at.getTime() < found.until * 1000) return found.value
      cache.delete(token)
      return undefined
    },
    set(token, value, { at, until }) {
      const now = at.getTime()
      // Also after a clock that was set back.
      if (Math.abs(now - sweptAt) >= sweepMs) {
        sweptAt = now
        for (const [known, { until: end }] of cache.entries())
          if (now >= end * 1000) cache.delete(known)
      }
      cache.set(token, Object.freeze({ value, until }))
    },
    size: () => cache.size,
  }
}
