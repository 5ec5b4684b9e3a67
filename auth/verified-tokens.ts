import { LRUCache } from 'lru-cache'

interface Verified<T extends object> {
  readonly value: T
  /** Seconds since the epoch after which the token must be verified again. */
  readonly until: number
}

/** Remembers what tokens said once their signature was checked. */
export interface VerifiedTokens<T extends object> {
  get(token: string, at: Date): T | undefined
  set(token: string, value: T, until: number): void
}

/**
 * Opens a bounded memory of verified tokens (at most `maxCharacters` of token text; the least
 * recently used go first). An entry is never given out at or after `until`, in seconds since the epoch.
 */
export function verifiedTokens<T extends object>(maxCharacters: number): VerifiedTokens<T> {
  const cache = new LRUCache<string, Verified<T>>({
    maxSize: maxCharacters,
    sizeCalculation: (_, token) => token.length,
  })
  return {
    get(token, at) {
      const found = cache.get(token)
      if (found === undefined) return undefined
      if (at.getTime() < found.until * 1000) return found.value
      cache.delete(token)
      return undefined
    },
    set(token, value, until) {
      cache.set(token, Object.freeze({ value, until }))
    },
  }
}
