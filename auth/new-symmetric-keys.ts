import { randomBytes } from 'node:crypto'

/** Bytes of a key: 256 bits. */
const keyBytes = 32

/** The text of a JWK set (RFC 7517) of one new symmetric key, under a random id. */
export function newSymmetricKeys(): Uint8Array {
  const kid = randomBytes(4).toString('hex')
  const k = randomBytes(keyBytes).toString('base64url')
  return new TextEncoder().encode(`${JSON.stringify({ keys: [{ kty: 'oct', kid, k }] })}\n`)
}
