import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  None,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client'
import { keyUrl } from '../../auth/key-url.ts'
import { CodedError } from '../../schema/errors.ts'
import type { SignInState } from './sign-in-state.ts'

/** Seconds that the provider has for each answer. */
const timeoutSeconds = 5
/** Milliseconds after a failed discovery during which no other is made. */
const pauseMs = 1000

/** What this gateway is to the provider. */
export interface Registration {
  readonly issuer: string
  readonly clientId: string
  /** Absent for a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined
  /** Scopes with spaces between; `openid` among them. */
  readonly scope: string
  /** Where this gateway is reached: an origin. */
  readonly publicUrl: string
}

/** What the provider gave for a code or a refresh token. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  /** Of the ID token: what the person is called, where the provider says. */
  readonly name: string | undefined
}

/** The OpenID provider's side of signing in (OpenID Connect Core 1.0, 3.1; RFC 7636). */
export interface Provider {
  /** Where the browser is sent to sign in. */
  readonly authorizationUrl: (state: SignInState) => Promise<string>
  /** Exchanges the code of an address that the provider sent the browser to. */
  readonly exchange: (address: URL, state: SignInState) => Promise<Tokens>
  readonly refresh: (refreshToken: string) => Promise<Tokens>
  /** Where the browser is sent to sign out there too; undefined where the provider has no such place. */
  readonly endSessionUrl: (idToken: string) => Promise<string | undefined>
  /** Makes a refresh token worthless, where the provider can. */
  readonly revoke: (refreshToken: string) => Promise<void>
}

/**
 * Opens a provider, which is asked for its metadata when somebody first signs in. Its methods fail with
 * KEYS_UNAVAILABLE while it cannot be reached, and with UNAUTHENTICATED where it refuses. Throws when the issuer is
 * neither https nor on the loopback.
 */
export function openProvider(registration: Registration): Provider {
  const { scope, publicUrl } = registration
  keyUrl('issuer', registration.issuer)
  const configuration = discovered(registration)
  const asked = async <T>(work: (known: Configuration) => Promise<T>): Promise<T> => {
    const known = await configuration()
    return await work(known).catch(refused)
  }
  return Object.freeze<Provider>({
    authorizationUrl: (state) =>
      asked(async (known) => {
        const url = buildAuthorizationUrl(known, {
          redirect_uri: callbackUrl(publicUrl),
          scope,
          state: state.state,
          nonce: state.nonce,
          code_challenge: await calculatePKCECodeChallenge(state.verifier),
          code_challenge_method: 'S256',
        })
        return url.href
      }),
    exchange: (address, { state, nonce, verifier }) =>
      asked(async (known) =>
        tokensOf(
          await authorizationCodeGrant(known, address, {
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          }),
        ),
      ),
    refresh: (refreshToken) =>
      asked(async (known) => tokensOf(await refreshTokenGrant(known, refreshToken))),
    endSessionUrl: (idToken) =>
      asked(async (known) => {
        if (known.serverMetadata().end_session_endpoint === undefined) return undefined
        const after = { id_token_hint: idToken, post_logout_redirect_uri: `${publicUrl}/` }
        return buildEndSessionUrl(known, after).href
      }),
    revoke: (refreshToken) =>
      asked(async (known) => {
        if (known.serverMetadata().revocation_endpoint === undefined) return
        await tokenRevocation(known, refreshToken)
      }),
  })
}

/** Where the provider sends the browser back to; the provider must know exactly this address. */
export function callbackUrl(publicUrl: string): string {
  return `${publicUrl}/console/callback`
}

/** Asks for the metadata once; after a failure again, but not at once. */
function discovered({ issuer, clientId, clientSecret }: Registration) {
  let known: Promise<Configuration> | undefined
  let pausedUntil = 0
  const ask = async (): Promise<Configuration> => {
    if (performance.now() < pausedUntil) throw new CodedError('KEYS_UNAVAILABLE')
    const isPlain = new URL(issuer).protocol === 'http:'
    const auth = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret)
    return await discovery(new URL(issuer), clientId, undefined, auth, {
      timeout: timeoutSeconds,
      execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
    }).catch(() => {
      pausedUntil = performance.now() + pauseMs
      throw new CodedError('KEYS_UNAVAILABLE', 'The OpenID provider cannot be reached.')
    })
  }
  return async (): Promise<Configuration> => {
    known ??= ask()
    try {
      return await known
    } catch (error) {
      known = undefined
      throw error
    }
  }
}

function tokensOf(answer: Awaited<ReturnType<typeof refreshTokenGrant>>): Tokens {
  const claims = answer.claims()
  const name = claims?.['name'] ?? claims?.['preferred_username']
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    idToken: answer.id_token,
    name: typeof name === 'string' ? name : undefined,
  }
}

/** Codes of a request that got no answer: the provider is away, and has refused nothing. */
const unanswered = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
])

function refused(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // What fetch throws has no code.
  if ((error instanceof TypeError && code === '') || unanswered.has(code))
    throw new CodedError('KEYS_UNAVAILABLE', 'The OpenID provider cannot be reached.')
  throw new CodedError('UNAUTHENTICATED', 'The OpenID provider did not confirm the sign-in.')
}
