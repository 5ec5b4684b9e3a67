/** What one question told about a number. */
export interface Observation {
  /** Absent where it was suppressed or refused. */
  readonly value: number | null
  /** Of the noise that the answer admits to; 0 where it says that it is exact. */
  readonly variance: number
}

/** A sum of answers, each times a factor. Nothing is known where one of them is absent. */
export function combined(
  ...terms: readonly (readonly [factor: number, of: Observation | undefined])[]
): Observation {
  let value = 0
  let variance = 0
  for (const [factor, of] of terms) {
    if (of === undefined || of.value === null) return unknown
    value += factor * of.value
    variance += factor * factor * of.variance
  }
  return { value, variance }
}

export const unknown: Observation = Object.freeze({ value: null, variance: 0 })
