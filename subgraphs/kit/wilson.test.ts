import { expect, test } from 'vitest'
import { wilson } from './wilson.ts'

// Newcombe 1998, table I: 95 % by the score method.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i lie between %d and %d', (counted, of, lower, upper) => {
  const found = wilson(counted, of)
  expect(found.lower).toBeCloseTo(lower, 4)
  expect(found.upper).toBeCloseTo(upper, 4)
})

test('more than all are all', () => {
  expect(wilson(21, 20)).toEqual(wilson(20, 20))
})
