import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { jsonOf } from '../schema/json-of.ts'
import { newSymmetricKeys } from './new-symmetric-keys.ts'
import { secretFile } from './secret-file.ts'

/** Characters of base64url that are kept of a hash: 132 bits tell 100 million people apart. */
const hashCharacters = 22

const keySet = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('oct'),
        kid: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/),
        k: z.string().regex(/^[A-Za-z0-9_-]{43,}$/),
      }),
    )
    .min(1),
})

/** What a person's hash looks like: the key's id, a full stop, 22 characters of base64url. */
export const personHash = /^[A-Za-z0-9_-]{1,16}\.[A-Za-z0-9_-]{22}$/

/** Turns persons into keyed hashes (HMAC-SHA-256): who lacks the keys can neither undo nor guess them. */
export interface PersonKeys {
  /** The hash of a personal number under the current key. */
  readonly person: (pin: string) => string
  /** Its hashes under every key of the file, the current first: a search asks for all of them. */
  readonly everyPerson: (pin: string) => readonly string[]
  /** Whether a hash was made by a key of the file: else nobody here could find the person again. */
  readonly isOurs: (hash: string) => boolean
  /** The hash of any other text, under the current key; never equal to a person's. */
  readonly text: (text: string) => string
}

/**
 * Opens the keys in `file` (a JWK set of symmetric keys, RFC 7517), made with one key on first use. The
 * first key hashes; the others are earlier ones, kept so that what they hashed is still found. Throws when
 * the file is no such set or when others on the machine may read it.
 */
export async function openPersonKeys(file: string): Promise<PersonKeys> {
  const secret = await secretFile(file, async () => newSymmetricKeys())
  const read = keySet.safeParse(jsonOf(new TextDecoder().decode(secret)))
  if (!read.success) throw new Error(`${file}: expected a set of symmetric keys as JWK (RFC 7517)`)
  const keys = read.data.keys.map(({ kid, k }) => ({
    kid,
    secret: createSecretKey(k, 'base64url'),
  }))
  const [current] = keys
  if (current === undefined) throw new Error(`${file}: expected a key, got none`)
  return Object.freeze({
    person: (pin: string) => hashed(current, 'person', pin),
    everyPerson: (pin: string) => keys.map((key) => hashed(key, 'person', pin)),
    isOurs: (hash: string) => keys.some(({ kid }) => hash.startsWith(`${kid}.`)),
    text: (text: string) => hashed(current, 'text', text),
  })
}

function hashed(key: { kid: string; secret: KeyObject }, domain: string, text: string): string {
  const mac = createHmac('sha256', key.secret).update(`${domain}\0${text}`).digest('base64url')
  return `${key.kid}.${mac.slice(0, hashCharacters)}`
}
