import type { JSONWebKeySet } from 'jose'
import type { Bilingual } from '../session/session-answer.ts'

/** An issuer of tokens for invented personas. Never in production: it asks for no proof of anything. */
export interface DevIssuer {
  readonly jwks: JSONWebKeySet
  /** An access token for a persona, perhaps through an application; undefined for a name that is none. */
  readonly mint: (persona: string, client?: string) => Promise<PersonaToken | undefined>
  /** Signing in by the browser; absent where nobody does. */
  readonly signIn?: DevSignIn
}

export interface PersonaToken {
  readonly token: string
  readonly expiresInSeconds: number
}

/** One that may be chosen to sign in as. */
export interface PersonaChoice {
  /** What `mint` takes. */
  readonly id: string
  readonly group: Bilingual
  readonly title: Bilingual
  /** Whose data the persona sees. */
  readonly about: Bilingual
}

/** The one application whose users the development issuer signs in, and as whom. */
export interface DevSignIn {
  readonly clientId: string
  readonly redirectUri: string
  readonly afterSignOut: string
  readonly personas: readonly PersonaChoice[]
  readonly idToken: (persona: string, nonce: string | undefined) => Promise<string>
}

/** What a token endpoint answers (RFC 6749, 5.1). */
export function tokenAnswer({ token, expiresInSeconds }: PersonaToken) {
  return { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds }
}
