/**
 * Sends each number of [0, 2^(2·halfBits)) to another one of that range, no two to the same (a Feistel
 * network): codes that look random and yet are unique without remembering any. `halfBits` up to 18.
 */
export function permutation(value: number, halfBits: number, key: number): number {
  const base = 2 ** halfBits
  let left = Math.floor(value / base)
  let right = value % base
  for (let round = 1; round <= 4; round += 1) {
    const scrambled = Math.imul(right + Math.imul(key + round, 0x9e3779b1), 0x85ebca6b)
    const next = left ^ ((scrambled ^ (scrambled >>> 15)) & (base - 1))
    left = right
    right = next
  }
  return left * base + right
}
