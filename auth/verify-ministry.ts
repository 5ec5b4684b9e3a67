import { jwtVerify } from 'jose'
import { z } from 'zod'
import { CodedError } from '../schema/errors.ts'
import type { Caller } from './caller.ts'
import type { Grants } from './grants.ts'
import { type KeySource, keySet } from './key-set.ts'
import { ministryAudience, ministryTokenIssuer, ministryTokenType } from './ministry-token.ts'
import { unpackedGrants } from './packed-grants.ts'
import { personalNumber } from './personal-number.ts'
import { allRoles } from './role.ts'
import { verifiedTokens } from './verified-tokens.ts'

/** Characters. Every list of codes of an 8 KiB access token still fits. */
const maxTokenLength = 14_000

const claimsShape = z.object({
  sub: z.string(),
  exp: z.number(),
  roles: z.array(z.enum(allRoles)).readonly(),
  client_id: z.string().optional(),
  pin: z.string().regex(personalNumber).optional(),
  purpose: z.string().optional(),
})

/** For whom, with which rights and why the gateway asks this ministry. */
export interface MinistryRequest {
  readonly caller: Pick<Caller, 'id' | 'roles' | 'client' | 'pin'>
  readonly grants: Grants
  readonly purpose?: string
}

/** Turns a token minted by the gateway into what the gateway asks, at a moment. */
export type VerifyMinistryToken = (token: string, at: Date) => Promise<MinistryRequest>

/**
 * Opens a ministry's verifier. It accepts only the gateway's tokens for this ministry (EdDSA, type
 * `ministry+jwt`, audience `ministry:<name>`), never an access token. The verifier fails with
 * UNAUTHENTICATED (bad, expired or foreign token) or KEYS_UNAVAILABLE (gateway's keys out of reach).
 */
export function openMinistryVerifier(
  trusted: KeySource & { ministry: string },
): VerifyMinistryToken {
  const keys = keySet(trusted)
  const verified = verifiedTokens<MinistryRequest>(8 << 20)
  const expected = {
    algorithms: ['EdDSA'],
    typ: ministryTokenType,
    issuer: ministryTokenIssuer,
    audience: ministryAudience(trusted.ministry),
    requiredClaims: ['sub', 'exp', 'iat', 'jti'],
    maxTokenAge: 60,
    clockTolerance: 5,
  }
  return async (token, at) => {
    const known = verified.get(token, at)
    if (known !== undefined) return known
    if (token.length > maxTokenLength) throw refused()
    try {
      const { payload } = await jwtVerify(token, keys, { ...expected, currentDate: at })
      const request = requestOf(payload)
      verified.set(token, request, { at, until: payload.exp ?? 0 })
      return request
    } catch (error) {
      // Whatever else went wrong on the way, the token was not verified.
      if (error instanceof CodedError && error.code === 'KEYS_UNAVAILABLE') throw error
      throw refused()
    }
  }
}

function requestOf(payload: Readonly<Record<string, unknown>>): MinistryRequest {
  const { sub, roles: held, client_id: client, pin, purpose } = claimsShape.parse(payload)
  const grants = unpackedGrants(payload)
  if (grants === undefined) throw refused()
  return Object.freeze({
    caller: Object.freeze({
      id: sub,
      roles: held,
      ...(client === undefined ? {} : { client }),
      ...(pin === undefined ? {} : { pin }),
    }),
    grants,
    ...(purpose === undefined ? {} : { purpose }),
  })
}

function refused(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'This ministry answers only its gateway.')
}
