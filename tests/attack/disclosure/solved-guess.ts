import { type Guess, openBelief } from './belief.ts'
import { type Equation, leastSquares } from './least-squares.ts'

/**
 * What a system of noisy sums says of one of its unknowns. The noise is taken from what the answers admit
 * to, or from what the solution leaves over where that is less.
 */
export function solvedGuess(
  equations: readonly Equation[],
  place: number,
  admitted: number,
): Guess | undefined {
  const solution = leastSquares(equations)
  const value = solution?.values[place]
  if (solution === undefined || value === undefined) return undefined
  const { residual = admitted, spread } = solution
  const belief = openBelief()
  belief.observe({ value, variance: Math.min(admitted, residual) * (spread[place] ?? 1) })
  return belief.best()
}
