/** Decisions read from a string of bytes, so that fewer and smaller bytes make something simpler. */
export interface Choices {
  /** A whole number from 0 to n - 1; 0, the simplest, once the bytes run out. */
  below(n: number): number
  /** True in about `percent` of a hundred cases, never once the bytes run out. */
  chance(percent: number): boolean
  pick<T>(of: readonly [T, ...T[]] | readonly T[]): T
}

export function choicesOf(bytes: ArrayLike<number>): Choices {
  let at = 0
  const below = (n: number): number => (n <= 1 ? 0 : (bytes[at++] ?? 0) % n)
  return {
    below,
    chance: (percent) => below(100) >= 100 - percent,
    pick<T>(of: readonly T[]): T {
      if (of.length === 0) throw new Error('expected something to choose from')
      return of[below(of.length)] as T
    },
  }
}
