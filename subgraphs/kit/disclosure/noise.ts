import type { CellSet } from './cell.ts'
import { drawOf } from './mix.ts'

/**
 * The perturbation table: how often, of 2^32 draws, noise is at most -6, -5, … 6. A normal distribution of
 * variance 4, made discrete and cut at three standard deviations: mean 0. After the cell-key method of the
 * Australian Bureau of Statistics (Fraser and Wooton 2005).
 */
export const mostNoise = 6
const variance = 4
const betweenSalt = 0x5bd1e995
const cumulated = cumulatedTable()

function cumulatedTable(): readonly number[] {
  const weights = Array.from({ length: 2 * mostNoise + 1 }, (_, i) =>
    Math.exp(-((i - mostNoise) ** 2) / (2 * variance)),
  )
  const all = weights.reduce((sum, one) => sum + one, 0)
  let reached = 0
  return weights.map((one) => (reached += (one / all) * 2 ** 32))
}

/** Whole noise of −6 to 6 that depends on nothing but the set of rows and the salt. */
export function noiseOf({ rows, keySum }: CellSet, salt: number): number {
  const draw = drawOf(rows, keySum, salt)
  const place = cumulated.findIndex((bound) => draw < bound)
  return place < 0 ? mostNoise : place - mostNoise
}

/**
 * The same with every number between: −6.5 to 6.5. Whole multiples of a contribution would tell it, as what
 * all differences of shown sums are multiples of.
 */
export function continuousNoiseOf(set: CellSet, salt: number): number {
  const between = drawOf(set.rows, set.keySum, salt ^ betweenSalt) / 2 ** 32
  return noiseOf(set, salt) + between - 0.5
}
