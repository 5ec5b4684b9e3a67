import { expect, it } from 'vitest'
import { permutation } from './permutation.ts'

it('sends each number of its range to another one', () => {
  for (const halfBits of [3, 6]) {
    const range = 2 ** (2 * halfBits)
    const seen = new Set(Array.from({ length: range }, (_, at) => permutation(at, halfBits, 9)))
    expect(seen.size).toBe(range)
    expect(Math.max(...seen)).toBe(range - 1)
  }
})

it('does not betray the order, also beyond 32 bits', () => {
  const values = Array.from({ length: 10_000 }, (_, at) => permutation(2 ** 35 + at, 18, 41))
  expect(new Set(values).size).toBe(values.length)
  expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 36)).toBe(
    true,
  )
  const rising = values.filter((value, at) => value > (values[at - 1] ?? 0)).length
  expect(rising / values.length).toBeGreaterThan(0.4)
  expect(rising / values.length).toBeLessThan(0.6)
})
