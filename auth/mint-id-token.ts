import { SignJWT } from 'jose'
import type { SigningKey } from './signing-key.ts'

/** Seconds that the development issuer's ID token is good for: as long as the access token beside it. */
const idTokenSeconds = 8 * 3600

/** Who signed in, at which client. */
export interface IdOrder {
  readonly issuer: string
  readonly clientId: string
  readonly subject: string
  readonly name: string
  /** As the client sent it; absent where it sent none. */
  readonly nonce?: string
}

/** Signs an ID token (OpenID Connect Core 1.0, 2; EdDSA). For development only. */
export async function mintIdToken(
  key: SigningKey,
  { issuer, clientId, subject, name, nonce }: IdOrder,
  at: Date,
): Promise<string> {
  const seconds = Math.floor(at.getTime() / 1000)
  return await new SignJWT({ name, auth_time: seconds, ...(nonce === undefined ? {} : { nonce }) })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.kid })
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(clientId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + idTokenSeconds)
    .sign(key.privateKey)
}
