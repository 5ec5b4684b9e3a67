export interface Interval {
  readonly lower: number
  readonly upper: number
}

export const confidence = 0.95
/** The normal distribution's quantile at 0.975. */
const z = 1.959963984540054

/**
 * The Wilson score interval of a share, 0 to 1 (Wilson 1927). Where noise of disclosure control leaves more counted
 * than there are, all are.
 */
export function wilson(counted: number, of: number): Interval {
  const share = Math.min(1, Math.max(0, counted / of))
  const weight = (z * z) / of
  const middle = (share + weight / 2) / (1 + weight)
  const half = (z / (1 + weight)) * Math.sqrt((share * (1 - share)) / of + weight / (4 * of))
  return { lower: Math.max(0, middle - half), upper: Math.min(1, middle + half) }
}
