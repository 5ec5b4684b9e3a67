import { access } from 'node:fs/promises'
import type { JSONWebKeySet } from 'jose'
import { publicKeysIn } from '../auth/key-file.ts'
import { openSigningKey } from '../auth/signing-key.ts'
import type { Settings } from './settings.ts'

/**
 * The public keys of a file (a JWK set, as `audit key` prints), each with the name that signatures call it by; undefined
 * where it holds anything else.
 */
export async function auditKeysIn(file: string): Promise<JSONWebKeySet | undefined> {
  const set = await publicKeysIn(file).catch(() => undefined)
  return set?.keys.every(({ kid }) => kid !== undefined) === true ? set : undefined
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
