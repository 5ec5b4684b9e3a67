import { access, readFile } from 'node:fs/promises'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { openSigningKey } from '../../auth/signing-key.ts'
import type { Settings } from '../settings.ts'
import { UsageError } from './usage-error.ts'

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

/**
 * The public keys of a file (a JWK set, as `audit key` prints), or of this machine where none is named; a
 * key is never made here.
 */
export async function auditPublicKeys(
  { auditKeyFile }: Settings,
  file: string | undefined,
): Promise<JSONWebKeySet> {
  if (file === undefined) {
    await access(auditKeyFile).catch(() => {
      throw new UsageError(`there is no key at ${auditKeyFile}; name a file with --keys`)
    })
    return (await openSigningKey(auditKeyFile)).jwks
  }
  const text = await readFile(file, 'utf8').catch(() => '')
  const read = keySet.safeParse(jsonOf(text))
  if (read.success) return read.data
  throw new UsageError(`--keys: expected a file with public Ed25519 keys (audit key), got ${file}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
