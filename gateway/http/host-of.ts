import { refusal } from './refusal.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Under which name a browser calls this gateway: its `own` public one, an `alias` of the same loopback port, or a
 * `foreign` one, which somebody else's name server made to lead here (DNS rebinding).
 */
function hostOf(header: string | undefined, publicUrl: string): 'own' | 'alias' | 'foreign' {
  const own = new URL(publicUrl)
  if (header === own.host) return 'own'
  if (header === undefined || !URL.canParse(`${own.protocol}//${header}`)) return 'foreign'
  const { hostname, port } = new URL(`${own.protocol}//${header}`)
  const isAlias = loopback.has(own.hostname) && loopback.has(hostname) && port === own.port
  return isAlias ? 'alias' : 'foreign'
}

/** As `hostOf`, where a foreign name is refused (421). */
export function knownHost(header: string | undefined, publicUrl: string): 'own' | 'alias' {
  const host = hostOf(header, publicUrl)
  if (host !== 'foreign') return host
  throw refusal(421, `Expected the host ${new URL(publicUrl).host}, got another.`)
}
