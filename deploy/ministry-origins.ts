/** Whether a ministry may be asked at an address. */
export type MayAsk = (ministry: string, url: string) => boolean

const entry = /^(?:(?<name>[a-z][a-z0-9-]{0,62})=)?(?<origin>https?:\/\/[^/?#@\s]+)$/

/**
 * Reads the list of origins that ministries may answer at: `https://a.internal, land=http://10.0.3.7:4003`. An origin
 * with a name is that ministry's alone. Scheme, host and port are compared exactly; an address with a user's name or
 * a fragment is refused. Undefined when an entry is none.
 */
export function ministryOrigins(list: string): MayAsk | undefined {
  const allowed = new Set<string>()
  for (const part of list.split(',')) {
    const { name = '', origin = '' } = entry.exec(part.trim())?.groups ?? {}
    if (!URL.canParse(origin)) return undefined
    allowed.add(`${name} ${new URL(origin).origin}`)
  }
  return (ministry, url) => {
    const origin = originOf(url)
    return (
      origin !== undefined && (allowed.has(`${ministry} ${origin}`) || allowed.has(` ${origin}`))
    )
  }
}

const loopbacks: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Any port of the loopback: what a developer's machine serves. */
export const loopbackOnly: MayAsk = (_ministry, url) =>
  originOf(url) !== undefined && loopbacks.has(new URL(url).hostname)

function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, username, password, hash, origin } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  return username === '' && password === '' && hash === '' ? origin : undefined
}
