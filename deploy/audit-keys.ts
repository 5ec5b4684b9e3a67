import { access, readFile } from 'node:fs/promises'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { openSigningKey } from '../auth/signing-key.ts'
import type { Settings } from './settings.ts'

const keySet = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string(),
      }),
    )
    .min(1),
})

/** The public keys of a file (a JWK set, as `audit key` prints); undefined where it holds none. */
export async function publicKeysIn(file: string): Promise<JSONWebKeySet | undefined> {
  try {
    return keySet.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** The public half of this machine's key, which is never made here; undefined where there is none. */
export async function ownAuditKeys({
  auditKeyFile,
}: Pick<Settings, 'auditKeyFile'>): Promise<JSONWebKeySet | undefined> {
  const isThere = await access(auditKeyFile).then(
    () => true,
    () => false,
  )
  return isThere ? (await openSigningKey(auditKeyFile)).jwks : undefined
}
