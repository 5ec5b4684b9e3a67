import { expect, test } from 'vitest'
import { errorShare, limitLines, perSecond } from './gateway-state.ts'

const window = { minutes: 15, requests: 1800, errors: 9, p50Ms: 1, p99Ms: 2 }

test('rates of a window', () => {
  expect(perSecond(window)).toBe(2)
  expect(errorShare(window)).toBe(0.005)
  expect(errorShare({ ...window, requests: 0, errors: 0 })).toBe(0)
})

test('limits one by one, also those by role', () => {
  expect(limitLines({ maxDepth: 20, costBudgets: { analyst: 5 }, name: 'x' })).toEqual([
    ['maxDepth', 20],
    ['costBudgets.analyst', 5],
  ])
})
