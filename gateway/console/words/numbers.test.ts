import { expect, test } from 'vitest'
import { periodText } from './numbers.ts'

test('a period is written as the language writes it', () => {
  const periods = ['2026-11-22', '2026-09', '2026-Q4', '2026']
  expect(periods.map((one) => periodText('vi', one))).toEqual([
    '22/11/2026',
    '09/2026',
    'quý IV/2026',
    '2026',
  ])
  expect(periods.map((one) => periodText('en', one))).toEqual(periods)
})
