import { hash } from 'node:crypto'

/** Bits from one of the eight one-bit fields to the next: room for the sums of few keys. */
const spacing = 6n
/** Where the random bits on top of the fields begin. */
const topAt = 48n
const topMask = 0x7fff
const separator = ':'

/** The eight fields of each byte. */
const fields: readonly bigint[] = Array.from({ length: 256 }, (_, byte) => {
  let spread = 0n
  for (let bit = 0; bit < 8; bit += 1)
    spread += BigInt((byte >> bit) & 1) << (BigInt(bit) * spacing)
  return spread
})

/**
 * Record keys: a secret pseudo-random number of 63 bits for each person, stored beside every row that
 * counts and shown to nobody. Disclosure control tells sets of persons apart by the sums of their keys.
 * docs/schema.md has the same function in SQL.
 */
export function recordKeys(secret: Uint8Array): (id: string) => bigint {
  const prefix = Buffer.concat([secret, Buffer.from(separator)])
  return (id) => {
    const digest = hash('sha256', Buffer.concat([prefix, Buffer.from(id)]), 'hex')
    // The first eight bytes as one number: its lowest byte has the fields, the next 15 bits go on top.
    const low = Number.parseInt(digest.slice(14, 16), 16)
    const top = Number.parseInt(digest.slice(10, 14), 16) & topMask
    return (fields[low] ?? 0n) + (BigInt(top) << topAt)
  }
}
