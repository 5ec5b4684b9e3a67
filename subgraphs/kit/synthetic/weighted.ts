import type { Random } from './random.ts'

/** Draws one of the values, each as often as its weight says. */
export type Draw<T> = (random: Random) => T

/** A drawer over weighted values in constant time (Walker's alias method). Weights need no sum. */
export function weighted<T>(entries: readonly (readonly [T, number])[]): Draw<T> {
  const size = entries.length
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  if (size === 0 || !(total > 0)) throw new Error('expected at least one positive weight, got none')
  const values = entries.map(([value]) => value)
  const share = Float64Array.from(entries, ([, weight]) => (weight * size) / total)
  const other = new Int32Array(size)
  const small: number[] = []
  const large: number[] = []
  share.forEach((part, at) => (part < 1 ? small : large).push(at))
  while (small.length > 0 && large.length > 0) {
    const less = small.pop() ?? 0
    const more = large.pop() ?? 0
    other[less] = more
    const rest = (share[more] ?? 0) + (share[less] ?? 0) - 1
    share[more] = rest
    if (rest < 1) small.push(more)
    else large.push(more)
  }
  for (const at of [...small, ...large]) share[at] = 1
  return (random) => {
    const point = random.unit() * size
    const at = Math.floor(point)
    return values[point - at < (share[at] ?? 0) ? at : (other[at] ?? 0)] as T
  }
}

/** A drawer that takes every value equally often. */
export function anyOf<T>(values: readonly T[]): Draw<T> {
  if (values.length === 0) throw new Error('expected at least one value, got none')
  return (random) => values[random.below(values.length)] as T
}
