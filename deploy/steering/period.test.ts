import { expect, test } from 'vitest'
import { type Frequency, lastPeriod, periodOf } from './period.ts'

test.each<readonly [string, Frequency, string | undefined]>([
  ['2026-10', 'MONTH', '2026-10 2026-10-01 2026-10-31 2026-11-01'],
  ['2026-M02', 'MONTH', '2026-02 2026-02-01 2026-02-28 2026-03-01'],
  ['2026-13', 'MONTH', undefined],
  ['2026-00', 'MONTH', undefined],
  ['2026-Q4', 'QUARTER', '2026-Q4 2026-10-01 2026-12-31 2027-01-01'],
  ['2026-Q5', 'QUARTER', undefined],
  ['2026', 'YEAR', '2026 2026-01-01 2026-12-31 2027-01-01'],
  ['2026-A1', 'YEAR', '2026 2026-01-01 2026-12-31 2027-01-01'],
  ['2028-02-29', 'DAY', '2028-02-29 2028-02-29 2028-02-29 2028-03-01'],
  ['2026-02-29', 'DAY', undefined],
  ['2026-10', 'YEAR', undefined],
])('%s as %s', (text, frequency, expected) => {
  const found = periodOf(text, frequency)
  expect(found && Object.values(found).join(' ')).toBe(expected)
})

test('the last one is over, by the clock of Viet Nam', () => {
  const at = new Date('2026-12-31T17:00:00Z')
  const before = new Date(at.getTime() - 1)
  const frequencies = ['DAY', 'MONTH', 'QUARTER', 'YEAR'] as const
  expect(frequencies.map((one) => lastPeriod(one, at).text)).toEqual([
    '2026-12-31',
    '2026-12',
    '2026-Q4',
    '2026',
  ])
  expect(frequencies.map((one) => lastPeriod(one, before).text)).toEqual([
    '2026-12-30',
    '2026-11',
    '2026-Q3',
    '2025',
  ])
})
