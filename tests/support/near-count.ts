import { expect } from 'vitest'

/** Noise of a count, at most: six people, of two rows each in tables where people have several. */
const mostNoise = 12

/** A count under disclosure control: shown, and the plain one but for noise. */
export function expectNear(shown: unknown, plain: unknown): void {
  expect(typeof shown).toBe('number')
  expect(Math.abs(Number(shown) - Number(plain))).toBeLessThanOrEqual(mostNoise)
}
