import { cookiesOf, setCookie } from './cookie.ts'

/** Characters of one cookie's value; browsers keep 4,096 bytes with name and terms. */
const chunkLength = 3500
/** Cookies of one session: with the rest of a request they stay under Node's 16 KiB of headers. */
const maxChunks = 3

/** Where sealed texts lie in the browser of one origin. */
export interface CookieJar {
  /** The session's sealed text of a request; undefined where there is none, or not all of it. */
  readonly session: (header: string | undefined) => string | undefined
  /** Set-Cookie headers that keep a session, and take away what an older one left; undefined: it is too long. */
  readonly keepSession: (text: string, maxAge: number) => readonly string[] | undefined
  readonly dropSession: () => readonly string[]
  /** The same of a sign-in that is under way. */
  readonly signIn: (header: string | undefined) => string | undefined
  readonly keepSignIn: (text: string, maxAge: number) => string
  readonly dropSignIn: () => string
}

/**
 * The cookies of one public origin. Over https their names begin with `__Host-`, so that no other host, path or
 * plain http can plant one (RFC 6265bis, 4.1.3.2); over http they carry the port, since cookies know none.
 */
export function cookieJar(publicUrl: string): CookieJar {
  const { protocol, port } = new URL(publicUrl)
  const secure = protocol === 'https:'
  const name = secure ? '__Host-lien-thong' : `lien-thong-${port === '' ? '80' : port}`
  const chunk = (place: number): string => `${name}.${place}`
  const strict = { secure, sameSite: 'Strict' } as const
  // The provider sends the browser back from another site.
  const lax = { secure, sameSite: 'Lax' } as const
  const places = Array.from({ length: maxChunks }, (_, place) => place)
  return Object.freeze<CookieJar>({
    session(header) {
      const cookies = cookiesOf(header)
      const [first = '', ...rest] = places.map((place) => cookies.get(chunk(place)))
      const [, count, head] = /^([1-3])~(.*)$/.exec(first) ?? []
      if (head === undefined) return undefined
      const tail = rest.slice(0, Number(count) - 1)
      return tail.includes(undefined) ? undefined : head + tail.join('')
    },
    keepSession(text, maxAge) {
      const chunks = text.match(new RegExp(`.{1,${chunkLength}}`, 'g')) ?? []
      if (chunks.length > maxChunks) return undefined
      return places.map((place) => {
        const value = chunks[place]
        if (value === undefined) return setCookie(chunk(place), '', { ...strict, maxAge: 0 })
        return setCookie(chunk(place), place === 0 ? `${chunks.length}~${value}` : value, {
          ...strict,
          maxAge,
        })
      })
    },
    dropSession: () => places.map((place) => setCookie(chunk(place), '', { ...strict, maxAge: 0 })),
    signIn: (header) => cookiesOf(header).get(`${name}-sign-in`),
    keepSignIn: (text, maxAge) => setCookie(`${name}-sign-in`, text, { ...lax, maxAge }),
    dropSignIn: () => setCookie(`${name}-sign-in`, '', { ...lax, maxAge: 0 }),
  })
}
