import { type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { CodedError } from '../schema/errors.ts'
import type { Caller } from './caller.ts'
import { callerOfClaims } from './caller-of-claims.ts'
import { discoveredKeys } from './discovered-keys.ts'
import { keySet } from './key-set.ts'
import { verifiedTokens } from './verified-tokens.ts'

const maxTokenLength = 8192
const types = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt'])
/** Seconds that a verified token is believed without another look at the issuer's keys. */
const believedSeconds = 60

export interface TokenIssuer {
  readonly issuer: string
  readonly audience: string
  /** The issuer's public keys; without them they are discovered from the issuer. */
  readonly jwks?: JSONWebKeySet
}

/** Turns a signed access token into the caller that it speaks for, at a moment. */
export type VerifyCaller = (token: string, at: Date) => Promise<Caller>

/**
 * Opens the verifier of access tokens of one issuer. Only EdDSA, ES256, PS256 and RS256; nothing in a
 * token is trusted before its signature is checked (RFC 8725, 3.1–3.2; RFC 9068, 4); clocks may differ
 * by 5 s; a token older than a day is refused whatever it says. The verifier fails with UNAUTHENTICATED
 * (bad, expired or foreign token) or KEYS_UNAVAILABLE (key set out of reach).
 */
export async function openTokenVerifier(trusted: TokenIssuer): Promise<VerifyCaller> {
  const { issuer, audience, jwks } = trusted
  const keys = jwks === undefined ? await discoveredKeys(issuer) : keySet({ jwks })
  const verified = verifiedTokens<Caller>(8 << 20)

  const verify: VerifyCaller = async (token, at) => {
    const { payload } = await checked(token, keys, { issuer, audience, currentDate: at })
    const caller = callerOfClaims(payload)
    const believedUntil = Math.floor(at.getTime() / 1000) + believedSeconds
    verified.set(token, caller, { at, until: Math.min(payload.exp ?? 0, believedUntil) })
    return caller
  }
  const verifying = new Map<string, Promise<Caller>>()
  return async (token, at) => {
    const known = verified.get(token, at) ?? verifying.get(token)
    if (known !== undefined) return await known
    // Requests that come together with a new token wait for one verification.
    const caller = verify(token, at).finally(() => verifying.delete(token))
    verifying.set(token, caller)
    return await caller
  }
}

async function checked(
  token: string,
  keys: JWTVerifyGetKey,
  expected: { issuer: string; audience: string; currentDate: Date },
) {
  if (token.length > maxTokenLength) throw refused()
  try {
    const result = await jwtVerify(token, keys, {
      ...expected,
      algorithms: ['EdDSA', 'ES256', 'PS256', 'RS256'],
      requiredClaims: ['sub', 'exp', 'iat'],
      maxTokenAge: '1 day',
      clockTolerance: 5,
    })
    if (types.has(result.protectedHeader.typ?.toLowerCase() ?? '')) return result
  } catch (error) {
    // Whatever else went wrong on the way, the token was not verified.
    if (error instanceof CodedError && error.code === 'KEYS_UNAVAILABLE') throw error
  }
  throw refused()
}

function refused(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'The access token is not valid here.')
}
