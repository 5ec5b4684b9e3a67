import { randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
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
 * Opens the key in `file` (a private JWK, RFC 8037), made on first use: mode 0600, its folder 0700, and
 * written whole or not at all, so that two processes that start together end with the same key. Throws
 * when the file is not such a key or when others on the machine may read it.
 */
export async function openSigningKey(file: string): Promise<SigningKey> {
  const text = (await textOf(file)) ?? (await created(file))
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o007) !== 0)
    throw new Error(`${file}: expected a private key that others cannot read; run chmod 600`)
  return await signingKeyOf(file, text)
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

async function created(file: string): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const text = `${JSON.stringify(await exportJWK(privateKey))}\n`
  const folder = dirname(file)
  if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o700)
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, file)
    return text
  } catch (error) {
    const other = await textOf(file)
    if (other === undefined) throw error
    return other
  } finally {
    await unlink(draft)
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
