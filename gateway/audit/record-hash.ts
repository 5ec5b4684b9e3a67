import { createHash } from 'node:crypto'

/** What stands in the place of the hash before the first record of a chain. */
export const noHash = '0'.repeat(64)

/**
 * The hash of a record: SHA-256, hexadecimal, of the hash before it, a line feed and the record's text.
 * The text holds chain and sequence number, so that no record can take another's place.
 */
export function recordHash(before: string, body: string | Uint8Array): string {
  return createHash('sha256').update(`${before}\n`).update(body).digest('hex')
}
