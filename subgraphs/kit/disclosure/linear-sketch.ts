/**
 * Sets of people by sums of their record keys (auth/record-key.ts): eight fields of six bits, in each of which
 * a key holds 0 or 1, and 15 random bits on top. Sums are linear, so that the sum of a combination of sets is
 * that combination of sums, and tells a handful of people from a crowd.
 */
export interface SketchedSet extends Sums {
  readonly rows: number
  /** The signature's lower and upper 31 bits. */
  readonly low: number
  readonly high: number
}

/** A sum of keys, or of differences of keys. */
interface Sums {
  /** The lower four fields, and the upper four: 24 bits each, before carries are taken between them. */
  readonly lower: number
  readonly upper: number
  /** The random bits: the sum divided by 2^48. */
  readonly top: number
}

const fieldBits = 6
const base = 2 ** fieldBits
const fieldMask = base - 1
const fieldsOfPart = 4
const partBits = 24n
const partMask = 0xffffffn
const topAt = 48n
/** Greatest random part of one key. */
export const mostTop = 0x7fff
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
    lower: Number(keySum & partMask),
    upper: Number((keySum >> partBits) & partMask),
    top: Number(keySum >> topAt),
    low: Number(sketch & halfMask),
    high: Number((sketch >> half) & halfMask),
  }
}

/** The very same set, as far as sums can tell. */
export function isSame(a: SketchedSet, b: SketchedSet): boolean {
  return a.rows === b.rows && a.lower === b.lower && a.upper === b.upper && a.top === b.top
}

/** How few people a difference of two sets is looked for in, and what rows they have. */
export interface Few {
  readonly people: number
  readonly rowsEach: number
}

/**
 * Whether two sets may differ by so few people. Signatures may differ by as many bits; the fields and the
 * random bits of the difference of sums lie around half of the difference of rows, as sums of so few keys do
 * (99.5 of 100 times at the most people; always where they are less than half as many).
 */
export function isClose(a: SketchedSet, b: SketchedSet, few: Few): boolean {
  if (bits(a.low ^ b.low) + bits(a.high ^ b.high) > few.people) return false
  return isOfFew(difference(a, b), a.rows - b.rows, few)
}

/** Whether two sets differ by one person, with however many rows up to 63: each field holds none or all. */
export function isOneApart(a: SketchedSet, b: SketchedSet): boolean {
  const rows = Math.abs(a.rows - b.rows)
  if (rows < 1 || rows >= base) return false
  const { lower, upper, top } = a.rows > b.rows ? difference(a, b) : difference(b, a)
  const carry = carryOfOne(lower, rows)
  return carry !== undefined && carryOfOne(upper + carry, rows) !== undefined && top >= -1
}

/** Whether a + b − c may be a set of so few people with `rows` rows: nobody in c is in neither a nor b. */
export function isHandful(
  [a, b, c]: readonly [SketchedSet, SketchedSet, SketchedSet],
  rows: number,
  few: Few,
): boolean {
  if (bits((a.low | b.low) ^ c.low) + bits((a.high | b.high) ^ c.high) > few.people) return false
  const both = { lower: a.lower + b.lower, upper: a.upper + b.upper, top: a.top + b.top }
  return isOfFew(difference(both, c), rows, {
    people: Math.min(few.people, rows),
    rowsEach: few.rowsEach,
  })
}

/** How few people a difference of two sets is looked for in, and what rows they have. */
export interface Few {
  readonly people: number
  readonly rowsEach: number
}

function difference(a: Sums, b: Sums): Sums {
  return { lower: a.lower - b.lower, upper: a.upper - b.upper, top: a.top - b.top }
}

/** The 99.5th percentile of chi-square with nine degrees of freedom: eight fields, and the random bits. */
const quantile = 23.6
/** One over the variances of a one-bit field, and of random bits as a part of their greatest value. */
const fieldWeight = 4
const topWeight = 12

/** Whether a difference of sums is one of few keys, of which `rows` more were added than taken away. */
function isOfFew({ lower, upper, top }: Sums, rows: number, { people, rowsEach }: Few): boolean {
  const most = quantile * people * rowsEach ** 2
  // A carry from the fields is too small beside the random bits to matter.
  let spread = topWeight * (top / mostTop - rows / 2) ** 2
  if (spread > most) return false
  spread += spreadOf(lower, rows)
  return spread <= most && spread + spreadOf(upper + carryOf(lower, rows), rows) <= most
}

/** How far the four fields lie from half of the rows, squared; each is read as the number nearest to that. */
function spreadOf(part: number, rows: number): number {
  const from = (rows >> 1) - base / 2
  let spread = 0
  let rest = part
  for (let i = 0; i < fieldsOfPart; i++) {
    const field = ((rest - from) & fieldMask) + from
    spread += (field - rows / 2) ** 2
    rest = (rest - field) >> fieldBits
  }
  return spread * fieldWeight
}

/** What the four fields do not use up of their part: it belongs to the next part. */
function carryOf(part: number, rows: number): number {
  const from = (rows >> 1) - base / 2
  let rest = part
  for (let i = 0; i < fieldsOfPart; i++)
    rest = (rest - ((rest - from) & fieldMask) - from) >> fieldBits
  return rest
}

/** The same where each field holds 0 or all rows; undefined where one does not. */
function carryOfOne(part: number, rows: number): number | undefined {
  let rest = part
  for (let i = 0; i < fieldsOfPart; i++) {
    const field = rest & fieldMask
    if (field !== 0 && field !== rows) return undefined
    rest = (rest - field) >> fieldBits
  }
  return rest
}

/** Bits of a word that are 1. */
export function bits(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
