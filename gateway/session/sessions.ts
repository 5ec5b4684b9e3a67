import { randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { type CookieJar, cookieJar } from './cookie-jar.ts'
import { ownPath } from './own-path.ts'
import { openProvider, type Registration, type Tokens } from './provider.ts'
import { openRefreshing } from './refreshing.ts'
import { sealed, unsealed } from './sealed.ts'
import type { SessionKeys } from './session-keys.ts'
import { type Lifetimes, liveSession, restOf, type Session } from './session.ts'
import { type SignInState, signInMs, signInUnderWay } from './sign-in-state.ts'

export interface SessionConfig extends Registration, Lifetimes {
  readonly keys: SessionKeys
}

/** An answer that goes on elsewhere, with the cookies to set. */
export interface Onward {
  readonly to: string
  readonly cookies: readonly string[]
}

export interface SignedOut {
  readonly url: string | undefined
  readonly cookies: readonly string[]
}

/** The session of a request, and cookies that keep it where it changed. */
export interface Found {
  readonly session: Session
  readonly cookies: readonly string[]
}

/**
 * Sign-in by the browser. Nothing is kept in this process: sessions live sealed in the browser's cookies, so that any
 * replica with the same keys answers.
 */
export interface Sessions {
  readonly publicUrl: string
  /** To the provider. Fails with KEYS_UNAVAILABLE. */
  readonly signIn: (wanted: unknown) => Promise<Onward>
  /** Back from the provider. Fails with UNAUTHENTICATED or KEYS_UNAVAILABLE. */
  readonly finish: (search: string, cookie: string | undefined) => Promise<Onward>
  /** Who the cookie says is signed in; `used` keeps it from going idle. */
  readonly find: (cookie: string | undefined, used: boolean) => Promise<Found | undefined>
  /** Here; `url` is where the provider signs out too, where it does. */
  readonly signOut: (cookie: string | undefined) => Promise<SignedOut>
}

/** Milliseconds before the end of an access token from which it is exchanged. */
const refreshEarlyMs = 60_000
/** Milliseconds of use that are not written into the cookie. */
const useGrainMs = 60_000

/** Opens sign-in at a provider; `verifyCaller` looks whether its tokens are good, and counts nothing. */
export function openSessions(config: SessionConfig, verifyCaller: VerifyCaller): Sessions {
  const { publicUrl, keys } = config
  const jar = cookieJar(publicUrl)
  const provider = openProvider(config)
  const refreshing = openRefreshing(provider)
  const kept = (session: Session, at: Date) => keep(session, { jar, config, at })

  const read = async (cookie: string | undefined, at: Date): Promise<Session | undefined> => {
    const text = jar.session(cookie)
    return text === undefined
      ? undefined
      : liveSession(await unsealed(text, 'session', keys), config, at)
  }
  const renewed = async (session: Session, at: Date): Promise<Session | undefined> => {
    const { refreshToken, tokenUntil } = session
    if (at.getTime() < tokenUntil - refreshEarlyMs) return session
    if (refreshToken === undefined) return at.getTime() < tokenUntil ? session : undefined
    try {
      const tokens = await refreshing.exchange(refreshToken)
      await verifyCaller(tokens.accessToken, at)
      return { ...session, ...tokenPart(tokens, session) }
    } catch (error) {
      // Away, not refused: what is left of the old token still counts.
      if (error instanceof CodedError && error.code === 'KEYS_UNAVAILABLE')
        return at.getTime() < tokenUntil ? session : undefined
      return undefined
    }
  }
  return Object.freeze<Sessions>({
    publicUrl,
    async signIn(wanted) {
      const state: SignInState = {
        state: secret(),
        nonce: secret(),
        verifier: secret(),
        to: ownPath(wanted, publicUrl),
        began: Date.now(),
      }
      const to = await provider.authorizationUrl(state)
      const text = await sealed(state, 'sign-in', keys)
      return { to, cookies: [jar.keepSignIn(text, signInMs / 1000)] }
    },
    async finish(search, cookie) {
      const at = new Date()
      const state = signInUnderWay(await unsealed(jar.signIn(cookie) ?? '', 'sign-in', keys), at)
      if (state === undefined)
        throw new CodedError('UNAUTHENTICATED', 'No sign-in is under way in this browser.')
      const address = new URL(`/console/callback${search}`, publicUrl)
      const tokens = await provider.exchange(address, state)
      const caller = await verifyCaller(tokens.accessToken, at)
      const began = { since: at.getTime(), used: at.getTime(), name: caller.id, idToken: '' }
      const session = { ...began, ...tokenPart(tokens, began) }
      return { to: state.to, cookies: [jar.dropSignIn(), ...(await kept(session, at))] }
    },
    async find(cookie, used) {
      const at = new Date()
      const session = await read(cookie, at)
      const now = session && (await renewed(session, at))
      if (now === undefined) return undefined
      const isUse = used && at.getTime() - now.used >= useGrainMs
      if (!isUse && now === session) return { session, cookies: [] }
      const next = isUse ? { ...now, used: at.getTime() } : now
      return { session: next, cookies: await kept(next, at) }
    },
    async signOut(cookie) {
      const session = await read(cookie, new Date())
      const cookies = [...jar.dropSession(), jar.dropSignIn()]
      if (session === undefined) return { url: undefined, cookies }
      const { idToken, refreshToken } = session
      // Signed out here whatever the provider says.
      const url = await provider.endSessionUrl(idToken).catch(() => undefined)
      if (refreshToken !== undefined)
        await provider.revoke(await refreshing.end(refreshToken)).catch(() => undefined)
      return { url, cookies }
    },
  })
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

async function keep(
  session: Session,
  { jar, config, at }: { jar: CookieJar; config: SessionConfig; at: Date },
): Promise<readonly string[]> {
  const text = await sealed(session, 'session', config.keys)
  const cookies = jar.keepSession(text, restOf(session, config, at) / 1000)
  if (cookies !== undefined) return cookies
  throw new CodedError('UNAUTHENTICATED', 'The tokens of the provider are too long for cookies.')
}

type TokenPart = Pick<Session, 'accessToken' | 'refreshToken' | 'idToken' | 'name' | 'tokenUntil'>

/** What a provider does not give anew stays as it was. */
function tokenPart(
  { accessToken, refreshToken, idToken, name }: Tokens,
  before: Pick<Session, 'idToken' | 'name'> & { readonly refreshToken?: string | undefined },
): TokenPart {
  return {
    accessToken,
    refreshToken: refreshToken ?? before.refreshToken,
    idToken: idToken ?? before.idToken,
    name: name ?? before.name,
    tokenUntil: (decodeJwt(accessToken).exp ?? 0) * 1000,
  }
}
