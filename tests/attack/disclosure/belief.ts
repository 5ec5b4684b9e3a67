import type { Observation } from './observation.ts'

/** What an attacker believes about one whole number: a weight for each value that it may have. */
export interface Belief {
  /** Takes an answer with its own noise into account; independent of the answers before. */
  observe(of: Observation): void
  /** Rules out values. */
  keep(possible: (value: number) => boolean): void
  /** The value of the greatest weight, and its share of all weight; undefined where nothing was learned. */
  best(): Guess | undefined
}

export interface Guess {
  readonly value: number
  /** Posterior probability under a flat prior over 0 to the limit. */
  readonly confidence: number
}

/** A number between 0 and the limit, every one as likely as the next. */
export function openBelief(limit = 60): Belief {
  const logs = new Float64Array(limit + 1)
  let learned = 0
  return {
    observe: ({ value, variance }) => {
      if (value === null) return
      learned++
      for (const [of, log] of logs.entries())
        logs[of] = log + logDensity(value - of, Math.sqrt(variance))
    },
    keep: (possible) => {
      learned++
      for (const of of logs.keys()) if (!possible(of)) logs[of] = Number.NEGATIVE_INFINITY
    },
    best: () => {
      const top = Math.max(...logs)
      // Evidence that contradicts itself leaves no value.
      if (learned === 0 || top === Number.NEGATIVE_INFINITY) return undefined
      const weights = Array.from(logs, (log) => Math.exp(log - top))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      return { value: logs.indexOf(top), confidence: 1 / sum }
    },
  }
}

/** Of a rounded normal error; without noise only the same number, but for a float's last digits. */
function logDensity(error: number, deviation: number): number {
  if (deviation < 1e-6) return Math.abs(error) < 1e-3 ? 0 : Number.NEGATIVE_INFINITY
  return -(error * error) / (2 * deviation * deviation)
}
