import type { JSONWebKeySet } from 'jose'
import type { SigningKey } from '../../auth/signing-key.ts'
import { auditKeysIn } from '../audit-keys.ts'
import type { Settings } from '../settings.ts'

/**
 * The public keys whose snapshots are kept from: the own one, and those of the settings' file, read anew each time. What it
 * answers throws an Error where that file holds none.
 */
export function snapshotKeys(
  { auditKeysFile: file }: Pick<Settings, 'auditKeysFile'>,
  { jwks }: SigningKey,
): () => Promise<JSONWebKeySet> {
  return async () => {
    if (file === undefined) return jwks
    const others = await auditKeysIn(file)
    if (others !== undefined) return { keys: [...jwks.keys, ...others.keys] }
    throw new Error(
      `LIEN_THONG_AUDIT_KEYS_FILE: expected a file with public Ed25519 keys (audit key), got ${file}`,
    )
  }
}
