import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { type PersonaCodes, personaClaims } from './persona.ts'
import type { Role } from './role.ts'
import type { SigningKey } from './signing-key.ts'

/** Seconds that a persona's token is good for: a working day. */
export const personaTokenSeconds = 8 * 3600

/** For whom the development issuer signs, and as whom it signs. */
export interface PersonaOrder {
  readonly persona: Role
  readonly codes: PersonaCodes
  readonly issuer: string
  readonly audience: string
  /** The one purpose that the token may be used for. */
  readonly purpose?: string
  /** The agency that the token names instead of the persona's own: whose subgraph a publisher publishes. */
  readonly agency?: string
  /** Instead of the persona's own name: several people of one role. */
  readonly subject?: string
  /** The application that the persona signed in through. */
  readonly client?: string
}

/** Signs a persona's access token (RFC 9068, EdDSA, 8 hours). For development only. */
export async function mintPersonaToken(
  key: SigningKey,
  { persona, codes, issuer, audience, purpose, agency, subject, client }: PersonaOrder,
  at: Date,
): Promise<string> {
  const seconds = Math.floor(at.getTime() / 1000)
  const { sub, ...claims } = personaClaims(persona, codes)
  return await new SignJWT({
    ...claims,
    client_id: client ?? 'lien-thong-development',
    ...(purpose === undefined ? {} : { purpose }),
    ...(agency === undefined ? {} : { agency }),
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
    .setSubject(subject === undefined ? sub : `persona:${subject}`)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + personaTokenSeconds)
    .setJti(randomUUID())
    .sign(key.privateKey)
}
