import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Milliseconds that a code is good for (RFC 6749, 4.1.2). */
export const codeMs = 60_000
/** Codes that wait to be exchanged, at most; the oldest are forgotten first. */
export const maxCodes = 1000

/** What a code stands for. */
export interface Grant {
  readonly persona: string
  readonly challenge: string
  readonly nonce: string | undefined
}

export interface DevCodes {
  readonly give: (grant: Grant) => string
  /** What a code stands for, once; undefined for any other, and for one that is too old. */
  readonly take: (code: unknown) => Grant | undefined
}

/** The development issuer's authorization codes, in memory; `now` is a clock in milliseconds. */
export function openDevCodes(now: () => number = () => performance.now()): DevCodes {
  const codes = new LRUCache<string, Grant>({
    max: maxCodes,
    ttl: codeMs,
    ttlResolution: 0,
    perf: { now },
  })
  return {
    give(grant) {
      const code = randomBytes(32).toString('base64url')
      codes.set(code, grant)
      return code
    },
    take(code) {
      if (typeof code !== 'string') return undefined
      const grant = codes.get(code)
      codes.delete(code)
      return grant
    },
  }
}
