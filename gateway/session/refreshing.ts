import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Provider, Tokens } from './provider.ts'

/** Milliseconds that an exchange is remembered: requests that were already on their way bring the old cookie. */
const rememberedMs = 60_000

/**
 * Exchanges refresh tokens, each one once: requests that bring the same share the exchange, since a provider that
 * rotates them takes a second use for theft and ends the session (RFC 9700, 4.14.2).
 */
export function refreshing(provider: Pick<Provider, 'refresh'>) {
  const known = new LRUCache<string, Promise<Tokens>>({ max: 10_000, ttl: rememberedMs })
  return async (refreshToken: string): Promise<Tokens> => {
    const key = createHash('sha256').update(refreshToken).digest('base64url')
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
  }
}
