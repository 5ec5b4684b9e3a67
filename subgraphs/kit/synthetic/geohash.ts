import { permutation } from './permutation.ts'

const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz'
const triples = Array.from(
  { length: 32_768 },
  (_, n) => letter(n >> 10) + letter((n >> 5) & 31) + letter(n & 31),
)

/** Geohash of a position in WGS 84 (degrees), `length` characters. */
export function geohash(latitude: number, longitude: number, length: number): string {
  const span = { latitude: [-90, 90], longitude: [-180, 180] }
  let text = ''
  for (let at = 0, bits = 0; at < length * 5; at += 1) {
    const [range, value] = at % 2 === 0 ? [span.longitude, longitude] : [span.latitude, latitude]
    const middle = ((range[0] ?? 0) + (range[1] ?? 0)) / 2
    bits = bits * 2 + (value >= middle ? 1 : 0)
    range[value >= middle ? 0 : 1] = middle
    if (at % 5 === 4) {
      text += letter(bits)
      bits = 0
    }
  }
  return text
}

/**
 * Seven characters that place the item of a number somewhere inside a cell of five characters (about
 * 5 km wide), and differ for every number below 2^34.
 */
export function geohashTail(index: number): string {
  const place = permutation(index, 17, 77)
  const high = Math.floor(place / 32_768)
  // 34 bits: 15 + 15 + 4.
  return (
    (triples[place % 32_768] ?? '') +
    (triples[high % 32_768] ?? '') +
    letter(Math.floor(high / 32_768))
  )
}

function letter(bits: number): string {
  return alphabet[bits] ?? ''
}
