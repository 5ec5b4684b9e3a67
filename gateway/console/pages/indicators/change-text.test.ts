import { expect, test } from 'vitest'
import { changeText } from './change-text.ts'

test('a percentage changes by points, anything else by a share of what it was', () => {
  const score = { value: 2.62, lastYear: 2.72, changePercent: -3.68 }
  expect(changeText('vi', score, { unit: '%', decimals: 2 })).toBe('-0,1 điểm %')
  expect(changeText('en', score, { unit: 'người', decimals: 2 })).toBe('-3.7 %')
  const more = { value: 79.25, lastYear: 78.1, changePercent: 1.47 }
  expect(changeText('vi', more, { unit: '%', decimals: 1 })).toBe('+1,2 điểm %')
  expect(changeText('vi', { ...more, value: 78.11 }, { unit: '%', decimals: 1 })).toBe('0 điểm %')
  expect(changeText('vi', { ...more, lastYear: null }, { unit: '%', decimals: 1 })).toBe(null)
  expect(changeText('vi', { ...more, changePercent: null }, { unit: 'thửa', decimals: 0 })).toBe(
    null,
  )
})
