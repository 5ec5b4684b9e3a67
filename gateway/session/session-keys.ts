import { z } from 'zod'
import { newSymmetricKeys } from '../../auth/new-symmetric-keys.ts'
import { secretFile } from '../../auth/secret-file.ts'
import { jsonOf } from '../../schema/json-of.ts'

const keySet = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('oct'),
        kid: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/),
        k: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
      }),
    )
    .min(1)
    .max(8),
})

/** One key that seals cookies. */
export interface SessionKey {
  readonly kid: string
  readonly secret: Uint8Array
}

/** The first seals; every one of them opens. */
export type SessionKeys = readonly [SessionKey, ...SessionKey[]]

/**
 * Opens the keys in `file` (a JWK set of 256-bit symmetric keys, RFC 7517), made with one key on first use.
 * A new key is put first; what the others sealed stays good. Replicas share the file. Throws when the file is no
 * such set or when others on the machine may read it.
 */
export async function openSessionKeys(file: string): Promise<SessionKeys> {
  const secret = await secretFile(file, async () => newSymmetricKeys())
  const read = keySet.safeParse(jsonOf(new TextDecoder().decode(secret)))
  const [first, ...others] = (read.success ? read.data.keys : []).map(({ kid, k }) =>
    Object.freeze({ kid, secret: new Uint8Array(Buffer.from(k, 'base64url')) }),
  )
  if (first === undefined)
    throw new Error(`${file}: expected a set of 1 to 8 256-bit symmetric keys as JWK (RFC 7517)`)
  return Object.freeze([first, ...others] as const)
}
