import type { Observation } from './observation.ts'

/** What an attacker believes about one whole number, from answers and bounds. */
export interface Belief {
  /** Takes an answer with its own noise into account; independent of the answers before. */
  observe(of: Observation): void
  /** Rules out values. */
  keep(possible: (value: number) => boolean): void
  /** The likeliest value and its share of all likelihood; undefined where nothing was learned. */
  best(): Guess | undefined
}

export interface Guess {
  readonly value: number
  /** Posterior probability under a flat prior over 0 to the limit. */
  readonly confidence: number
}

/** Answers from which on their own spread is believed rather than the noise that they admit to. */
const enough = 6
/** How many times smaller it must be: noise that is there looks so small about once in a hundred times. */
const smaller = 8

/** A number between 0 and the limit, every one as likely as the next. */
export function openBelief(limit = 60): Belief {
  const answers: { readonly value: number; readonly variance: number }[] = []
  const rules: ((value: number) => boolean)[] = []
  return {
    observe: ({ value, variance }) => void (value !== null && answers.push({ value, variance })),
    keep: (possible) => void rules.push(possible),
    best: () => {
      if (answers.length + rules.length === 0) return undefined
      const factor = spreadOf(answers)
      const logs = Array.from({ length: limit + 1 }, (_, of) =>
        rules.every((rule) => rule(of))
          ? answers.reduce(
              (sum, { value, variance }) => sum + logDensity(value - of, variance * factor),
              0,
            )
          : Number.NEGATIVE_INFINITY,
      )
      const top = Math.max(...logs)
      // Evidence that contradicts itself leaves no value.
      if (top === Number.NEGATIVE_INFINITY) return undefined
      const sum = logs.reduce((total, log) => total + Math.exp(log - top), 0)
      return { value: logs.indexOf(top), confidence: 1 / sum }
    },
  }
}

/** The variance that answers show, as a part of what they admit to; 1 unless it is far smaller. */
function spreadOf(answers: readonly { value: number; variance: number }[]): number {
  const noisy = answers.filter(({ variance }) => variance > 0)
  if (noisy.length < enough) return 1
  const weight = noisy.reduce((sum, { variance }) => sum + 1 / variance, 0)
  const mean = noisy.reduce((sum, { value, variance }) => sum + value / variance, 0) / weight
  const seen =
    noisy.reduce((sum, { value, variance }) => sum + (value - mean) ** 2 / variance, 0) /
    (noisy.length - 1)
  return seen < 1 / smaller ? Math.max(seen, 1e-3) : 1
}

/** Of a normal error; without noise only the same number, but for a float's last digits. */
function logDensity(error: number, variance: number): number {
  if (variance < 1e-12) return Math.abs(error) < 1e-3 ? 0 : Number.NEGATIVE_INFINITY
  return -(error * error) / (2 * variance)
}
