import { expect, test } from 'vitest'
import { between, readable } from './colour.ts'

test('a colour between two, also of those that are written short', () => {
  expect(between('#fff', '#000000', 0)).toBe('#ffffff')
  expect(between('#fff', '#000', 0.5)).toBe('#808080')
  expect(between('#0d5c73', '#171b1d', 1)).toBe('#171b1d')
})

test('text on a colour is the one that is read better', () => {
  expect(readable('#fff')).toBe('#101314')
  expect(readable('#0d5c73')).toBe('#ffffff')
})
