const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Checks an address from which verification keys are read: https, or http on the loopback alone, since
 * whoever can change keys on the way can sign in as anyone (OpenID Connect Discovery 1.0, 4).
 */
export function keyUrl(what: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:') return url
  if (url?.protocol === 'http:' && loopback.has(url.hostname)) return url
  throw new Error(`${what}: expected an https URL (http only on the loopback), got ${text}`)
}
