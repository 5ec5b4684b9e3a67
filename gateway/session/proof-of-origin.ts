import type { IncomingHttpHeaders } from 'node:http'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What says where a request comes from. */
export interface Origin {
  readonly method: string
  readonly headers: IncomingHttpHeaders
}

/**
 * Whether the page of this origin made a request, so that its cookie may speak: the browser says so in
 * `Sec-Fetch-Site`, or (where it does not say) the header `x-console`, which no other origin can send without
 * leave. Methods that change something need the header whatever the browser says. A request to another host's name
 * (DNS rebinding) or from another `Origin` never is.
 */
export function isOwnRequest({ method, headers }: Origin, publicUrl: string): boolean {
  const { host, origin } = headers
  if (host !== new URL(publicUrl).host) return false
  if (origin !== undefined && origin !== publicUrl) return false
  const marked = headers['x-console'] === '1'
  if (!safeMethods.has(method) && !marked) return false
  const site = headers['sec-fetch-site']
  return site === undefined ? marked : site === 'same-origin'
}
