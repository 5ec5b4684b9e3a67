import type { JSONWebKeySet } from 'jose'
import { auditKeysIn, ownAuditKeys } from '../audit-keys.ts'
import type { Settings } from '../settings.ts'
import { UsageError } from './usage-error.ts'

/**
 * The public keys of a file (a JWK set, as `audit key` prints), or of this machine where none is named; a
 * key is never made here.
 */
export async function auditPublicKeys(
  settings: Settings,
  file: string | undefined,
): Promise<JSONWebKeySet> {
  const keys = await (file === undefined ? ownAuditKeys(settings) : auditKeysIn(file))
  if (keys !== undefined) return keys
  throw new UsageError(
    file === undefined
      ? `there is no key at ${settings.auditKeyFile}; name a file with --keys`
      : `--keys: expected a file with public Ed25519 keys (audit key), got ${file}`,
  )
}
