import {
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose'
import { z } from 'zod'
import { jsonOf } from '../schema/json-of.ts'
import { secretFile } from './secret-file.ts'

const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
})

/** An Ed25519 key to sign with, and the public set that others check it by. */
export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string
  readonly privateKey: CryptoKey
  /** Public keys alone; may be served to anyone. */
  readonly jwks: JSONWebKeySet
}

/**
 * Opens the key in `file` (a private JWK, RFC 8037), made on first use (secret-file.ts). Throws when the file
 * is not such a key or when others on the machine may read it.
 */
export async function openSigningKey(file: string): Promise<SigningKey> {
  const secret = await secretFile(file, newKey)
  return await signingKeyOf(file, new TextDecoder().decode(secret))
}

async function signingKeyOf(file: string, text: string): Promise<SigningKey> {
  const read = privateJwk.safeParse(jsonOf(text))
  if (!read.success) throw new Error(`${file}: expected a private Ed25519 key as JWK (RFC 8037)`)
  const { kty, crv, x } = read.data
  const kid = await calculateJwkThumbprint({ kty, crv, x })
  const privateKey = await importJWK({ ...read.data, alg: 'EdDSA' }, 'EdDSA')
  if (privateKey instanceof Uint8Array) throw new Error(`${file}: expected an asymmetric key`)
  const key: JWK = { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }
  return Object.freeze({ kid, privateKey, jwks: { keys: [key] } })
}

async function newKey(): Promise<Uint8Array> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  return new TextEncoder().encode(`${JSON.stringify(await exportJWK(privateKey))}\n`)
}
