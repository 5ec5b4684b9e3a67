/** How a cookie of ours is kept by the browser. */
export interface CookieTerms {
  /** Sent over https alone. */
  readonly secure: boolean
  /** Lax where the browser comes back from another site; Strict otherwise. */
  readonly sameSite: 'Strict' | 'Lax'
  /** Seconds; 0 takes it away. */
  readonly maxAge: number
}

/** A Set-Cookie header (RFC 6265, 4.1): no script reads it, and no other host is sent it. */
export function setCookie(name: string, value: string, terms: CookieTerms): string {
  const { secure, sameSite, maxAge } = terms
  const flags = `Path=/; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`
  return `${name}=${value}; ${flags}; Max-Age=${Math.floor(maxAge)}`
}

/**
 * The cookies of a request by name. A name that comes twice is left out: one of the two was planted from
 * elsewhere, and nobody can say which (RFC 6265, 8.6).
 */
export function cookiesOf(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const twice = new Set<string>()
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at < 1) continue
    const name = pair.slice(0, at).trim()
    if (found.has(name)) twice.add(name)
    found.set(name, pair.slice(at + 1).trim())
  }
  for (const name of twice) found.delete(name)
  return found
}
