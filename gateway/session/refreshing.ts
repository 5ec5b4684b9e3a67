import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Provider, Tokens } from './provider.ts'

/** Milliseconds that an exchange is remembered: requests that were already on their way bring the old cookie. */
const rememberedMs = 60_000

export interface Refreshing {
  /** Exchanges a refresh token; fails as the provider does. */
  readonly exchange: (refreshToken: string) => Promise<Tokens>
  /** The newest that came of a refresh token, to be revoked; what is remembered of it is forgotten. */
  readonly end: (refreshToken: string) => Promise<string>
}

/**
 * Exchanges refresh tokens, each one once: requests that bring the same share the exchange, since a provider that
 * rotates them takes a second use for theft and ends the session (RFC 9700, 4.14.2).
 */
export function openRefreshing(provider: Pick<Provider, 'refresh'>): Refreshing {
  const known = new LRUCache<string, Promise<Tokens>>({ max: 10_000, ttl: rememberedMs })
  return {
    async exchange(refreshToken) {
      const key = keyOf(refreshToken)
      const shared = known.get(key)
      if (shared !== undefined) return await shared
      const tokens = provider.refresh(refreshToken)
      known.set(key, tokens)
      try {
        return await tokens
      } catch (error) {
        known.delete(key)
        throw error
      }
    },
    async end(refreshToken) {
      let newest = refreshToken
      for (;;) {
        const tokens = await known.get(keyOf(newest))?.catch(() => undefined)
        known.delete(keyOf(newest))
        const next = tokens?.refreshToken
        if (next === undefined || next === newest) return newest
        newest = next
      }
    },
  }
}

/** Memory holds no token in plain. */
function keyOf(refreshToken: string): string {
  return createHash('sha256').update(refreshToken).digest('base64url')
}
