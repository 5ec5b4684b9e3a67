import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import { grantsOf } from '../../auth/grants-of.ts'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { permissions } from '../../auth/permission.ts'
import { defaultPurpose } from '../support/default-purpose.ts'
import { type System, tokenNames } from '../support/system.ts'

/** What a token says of its caller: roles, pin, provinces, … */
export type Claims = Readonly<Record<string, unknown>>

/** An access token that the system's own issuer signed for any caller, bound to the purpose of its role. */
export function callerToken(system: System, claims: Claims): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000)
  return new SignJWT({ sub: 'attacker', ...purposeOf(claims), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: system.keys.issuer.kid })
    .setIssuer(tokenNames.issuer)
    .setAudience(tokenNames.audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 600)
    .setJti(randomUUID())
    .sign(system.keys.issuer.privateKey)
}

/** The gateway's token for a ministry, with everything that the caller holds. */
export function ministryToken(system: System, ministry: string, claims: Claims): Promise<string> {
  const caller = callerOfClaims({ sub: 'attacker', ...claims })
  const grants = grantsOf(caller)
  const errand = {
    caller,
    ministry,
    grants,
    permissions,
    ...purposeOf(claims),
    requestId: 'attack-test',
  }
  return mintMinistryToken(system.keys.gateway, errand, new Date())
}

function purposeOf({
  roles,
  purpose = defaultPurpose(Array.isArray(roles) ? roles : []),
}: Claims): {
  purpose?: string
} {
  return typeof purpose === 'string' ? { purpose } : {}
}
