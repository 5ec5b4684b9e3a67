import { expect, test } from 'vitest'
import { axisOf } from './chart-frame.ts'

test('an axis has round values around all that is drawn', () => {
  expect(axisOf(4, 95.3).lines).toEqual([0, 25, 50, 75, 100])
  expect(axisOf(164_726, 262_201).lines).toEqual([
    150_000, 175_000, 200_000, 225_000, 250_000, 275_000,
  ])
  expect(axisOf(0.12, 0.44)).toEqual({
    least: 0.1,
    most: 0.5,
    lines: [0.1, 0.2, 0.3, 0.4, 0.5],
    digits: 1,
  })
  expect(axisOf(-3, 3).lines).toEqual([-4, -2, 0, 2, 4])
})

test('one value alone stands in the middle', () => {
  const { least, most } = axisOf(729, 729)
  expect(least).toBeLessThan(729)
  expect(most).toBeGreaterThan(729)
  expect(axisOf(0, 0).lines).toEqual([-1, -0.5, 0, 0.5, 1])
})
