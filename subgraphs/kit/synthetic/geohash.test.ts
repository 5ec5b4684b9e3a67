import { expect, it } from 'vitest'
import { geohash, geohashTail } from './geohash.ts'

it('is the published geohash of a position', () => {
  expect(geohash(42.605, -5.603, 5)).toBe('ezs42')
  expect(geohash(57.64911, 10.40744, 11)).toBe('u4pruydqqvj')
})

it('gives every number its own seven characters', () => {
  const tails = Array.from({ length: 20_000 }, (_, at) => geohashTail(at))
  expect(new Set(tails).size).toBe(tails.length)
  expect(tails.every((tail) => /^[0-9b-hjkmnp-z]{7}$/.test(tail))).toBe(true)
})
