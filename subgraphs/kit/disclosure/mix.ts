/** Words of 32 bits that a key sum has room for here: sums of 2^63 over 2^33 rows. */
const word = 0xffffffffn

/**
 * Mixes 32-bit words to one that looks random: the finalizer of MurmurHash3 after every word (Appleby,
 * public domain). Not cryptographic: what it is fed with, the sums of stored record keys, is secret.
 */
export function mixed(...words: readonly number[]): number {
  let state = 0x9e3779b9
  for (const one of words) {
    state = Math.imul(state ^ one, 0x85ebca6b)
    state ^= state >>> 13
    state = Math.imul(state, 0xc2b2ae35)
    state ^= state >>> 16
    state = (state + 0x9e3779b9) | 0
  }
  return state >>> 0
}

/** A draw that depends on nothing but the set of rows, as its size and key sum tell it, and the salt. */
export function drawOf(rows: number, keySum: bigint, salt: number): number {
  return mixed(
    Number(keySum & word),
    Number((keySum >> 32n) & word),
    Number((keySum >> 64n) & word),
    rows,
    salt,
  )
}
