/**
 * Sets of people by sums of their record keys (auth/record-key.ts): eight fields of six bits, in each of which
 * a key holds 0 or 1, and 15 random bits on top. Sums are linear, so that the sum of a combination of sets is
 * that combination of sums, and tells a handful of people from a crowd.
 */
export interface SketchedSet {
  readonly rows: number
  /** The eight fields: the sum modulo 2^48. */
  readonly fields: number
  /** The random bits: the sum divided by 2^48. */
  readonly top: number
  /** The signature's lower and upper 31 bits. */
  readonly low: number
  readonly high: number
}

const fieldBits = 6
const base = 2 ** fieldBits
const fieldCount = 8
const modulus = 2 ** (fieldBits * fieldCount)
const bigModulus = BigInt(modulus)
/** Greatest random part of one key. */
const mostTop = 0x7fff
const half = 31n
const halfMask = 0x7fffffffn

export function sketched({
  rows,
  keySum,
  sketch,
}: {
  readonly rows: number
  readonly keySum: bigint
  readonly sketch: bigint
}): SketchedSet {
  return {
    rows,
    fields: Number(keySum % bigModulus),
    top: Number(keySum / bigModulus),
    low: Number(sketch & halfMask),
    high: Number((sketch >> half) & halfMask),
  }
}

/** The very same set, as far as sums can tell. */
export function isSame(a: SketchedSet, b: SketchedSet): boolean {
  return a.rows === b.rows && a.fields === b.fields && a.top === b.top
}

/**
 * Whether two sets may differ by at most so many rows: their signatures by as many bits, every field of the
 * difference of their sums by as many. Sets that do are always found.
 */
export function isClose(a: SketchedSet, b: SketchedSet, most: number): boolean {
  if (bits(a.low ^ b.low) + bits(a.high ^ b.high) > most) return false
  return isWithin(a.fields - b.fields, a.top - b.top, { from: -most, to: most })
}

/** Whether a + b − c may be a set of `rows` rows: each field of the sum holds from none to all of them. */
export function isHandful(a: SketchedSet, b: SketchedSet, c: SketchedSet, rows: number): boolean {
  return isWithin(a.fields + b.fields - c.fields, a.top + b.top - c.top, { from: 0, to: rows })
}

/** Whether a difference of sums is one of keys, added or taken away, `from` to `to` of them in each field. */
function isWithin(
  fields: number,
  top: number,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  let rest = fields
  for (let i = 0; i < fieldCount; i++) {
    // The digit of the balanced representation that lies in the range, where one does.
    const digit = modulo(rest - from, base) + from
    if (digit > to) return false
    rest = (rest - digit) / base
  }
  // What the fields did not use up belongs to the sums above 2^48.
  const tops = top + rest
  return tops >= from * mostTop && tops <= to * mostTop
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

function bits(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
