import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Caller } from './caller.ts'
import type { Grants } from './grants.ts'
import type { Permission } from './permission.ts'
import { packedGrants } from './packed-grants.ts'
import type { SigningKey } from './signing-key.ts'

export const ministryTokenIssuer = 'lien-thong-gateway'
export const ministryTokenType = 'ministry+jwt'
/** Seconds that a minted token is good for. */
const lifeSeconds = 60

/** What the gateway vouches for to one ministry. */
export interface MinistryErrand {
  readonly caller: Pick<Caller, 'id' | 'roles' | 'client' | 'pin'>
  readonly ministry: string
  readonly grants: Grants
  /** Those that the ministry's schema names; no other grant is told to it. */
  readonly permissions: readonly Permission[]
  readonly purpose?: string
}

/** The audience of a ministry's tokens. */
export function ministryAudience(ministry: string): string {
  return `ministry:${ministry}`
}

/**
 * Signs the token that one ministry accepts: EdDSA, type `ministry+jwt`, 60 s, with the caller, the rows of
 * each permission that the ministry uses, and the purpose.
 */
export async function mintMinistryToken(
  key: SigningKey,
  errand: MinistryErrand,
  at: Date,
): Promise<string> {
  const { caller, purpose } = errand
  const seconds = Math.floor(at.getTime() / 1000)
  const claims = {
    iss: ministryTokenIssuer,
    aud: ministryAudience(errand.ministry),
    sub: caller.id,
    iat: seconds,
    exp: seconds + lifeSeconds,
    jti: randomUUID(),
    roles: caller.roles,
    ...(caller.client === undefined ? {} : { client_id: caller.client }),
    ...(caller.pin === undefined ? {} : { pin: caller.pin }),
    ...packedGrants(errand.grants, errand.permissions),
    ...(purpose === undefined ? {} : { purpose }),
  }
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: ministryTokenType, kid: key.kid })
    .sign(key.privateKey)
}
