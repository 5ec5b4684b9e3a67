import { readFile } from 'node:fs/promises'
import { type JSONWebKeySet, type JWTVerifyGetKey, createLocalJWKSet } from 'jose'
import { z } from 'zod'

/** Milliseconds between two readings, however many tokens name keys that are not there. */
const cooldownMs = 5000

const publicKeys = z.object({
  keys: z
    .array(z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }))
    .min(1),
})

/**
 * The public keys in a file (JWK set, Ed25519), read when first asked and again when a token names one that is not
 * among them, at most every five seconds: a rotation is followed without a restart. Fails with an Error when the file
 * holds no such keys and none are known from before.
 */
export function keyFile(file: string): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  const read = async (): Promise<ReturnType<typeof createLocalJWKSet>> => {
    readAt = performance.now()
    try {
      keys = createLocalJWKSet(await publicKeysIn(file))
    } catch (error) {
      if (keys === undefined) throw error
    }
    return keys
  }
  return async (header, token) => {
    const known = keys ?? (await read())
    try {
      return await known(header, token)
    } catch (error) {
      if (performance.now() - readAt < cooldownMs) throw error
      return await (
        await read()
      )(header, token)
    }
  }
}

/** Throws an Error that names the file when it holds no public Ed25519 keys. */
export async function publicKeysIn(file: string): Promise<JSONWebKeySet> {
  try {
    const set = publicKeys.parse(JSON.parse(await readFile(file, 'utf8')))
    if (set.keys.some((key) => 'd' in key)) throw new Error('private')
    return set
  } catch (error) {
    throw new Error(`${file}: expected a JWK set of public Ed25519 keys`, { cause: error })
  }
}
