import { CodedError } from '../../schema/errors.ts'

/** How someone stands with one limit of a rate. */
export interface Standing {
  readonly policy: 'requests' | 'cost' | 'persons' | 'unknown' | 'sign-in'
  readonly most: number
  readonly windowSeconds: number
  readonly left: number
  /** Seconds until all of it is there again. */
  readonly resetSeconds: number
}

/** The limits by name, as errors tell them. */
const limitNames: Readonly<Record<Standing['policy'], string>> = {
  requests: 'requestsPerMinute',
  cost: 'costPerMinute',
  persons: 'personsPerDay',
  unknown: 'unknownPerMinute',
  'sign-in': 'signInsPerMinute',
}

/** `RateLimit-Policy` and `RateLimit`, in small letters (draft-ietf-httpapi-ratelimit-headers-10, 3 and 4). */
export function rateHeaders(standings: readonly Standing[]): ReadonlyMap<string, string> {
  if (standings.length === 0) return new Map()
  const policies = standings.map(
    ({ policy, most, windowSeconds }) => `"${policy}";q=${most};w=${windowSeconds}`,
  )
  const states = standings.map(
    ({ policy, left, resetSeconds }) => `"${policy}";r=${left};t=${resetSeconds}`,
  )
  return new Map([
    ['ratelimit-policy', policies.join(', ')],
    ['ratelimit', states.join(', ')],
  ])
}

function refusedHeaders(
  standings: readonly Standing[],
  resetSeconds: number,
): ReadonlyMap<string, string> {
  return new Map([...rateHeaders(standings), ['retry-after', String(resetSeconds)]])
}

/** The refusal of whoever has taken all: which limit, what is allowed, what it came to, and when to ask again. */
export function rateLimited(
  { policy, most, resetSeconds }: Standing,
  got: number,
  standings: readonly Standing[],
): CodedError {
  const limit = limitNames[policy]
  return new CodedError(
    'RATE_LIMITED',
    `The request passes the limit ${limit}: at most ${most}, got ${got}; ask again in ${resetSeconds} s.`,
    {
      limit,
      allowed: most,
      got,
      retryAfterSeconds: resetSeconds,
      http: { status: 429, headers: refusedHeaders(standings, resetSeconds) },
    },
  )
}
