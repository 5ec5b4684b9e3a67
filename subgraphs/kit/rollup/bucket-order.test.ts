import { describe, expect, test } from 'vitest'
import { timeBuckets } from '../../../schema/model/model.ts'
import { dateIsEdge, fitsInto, instantIsEdge, isExact } from './bucket-order.ts'

test('a bucket adds up to those in which it lies whole', () => {
  const fits = (kept: (typeof timeBuckets)[number]) =>
    timeBuckets.filter((asked) => fitsInto(kept, asked)).join(' ')
  expect(timeBuckets.map(fits)).toEqual([
    'HOUR DAY WEEK MONTH QUARTER YEAR',
    'DAY WEEK MONTH QUARTER YEAR',
    'WEEK',
    'MONTH QUARTER YEAR',
    'QUARTER YEAR',
    'YEAR',
  ])
})

test('only the day of a date is the value itself', () => {
  expect(isExact({ type: 'Date', bucket: 'DAY' })).toBe(true)
  expect(isExact({ type: 'DateTime', bucket: 'DAY' })).toBe(false)
  expect(isExact({ type: 'other' })).toBe(true)
})

describe('edges', () => {
  test.each([
    ['2026-01-01', 'DAY MONTH QUARTER YEAR', 'DAY'],
    ['2026-02-01', 'DAY MONTH', 'DAY WEEK'],
    ['2026-03-31', 'DAY', 'DAY MONTH QUARTER'],
    ['2026-12-31', 'DAY', 'DAY MONTH QUARTER YEAR'],
    ['2026-01-05', 'DAY WEEK', 'DAY'],
    ['1940-04-01', 'DAY WEEK MONTH QUARTER', 'DAY'],
    ['2024-02-29', 'DAY', 'DAY MONTH'],
  ])('of the date %s, and of the day after', (date, begins, ends) => {
    const edges = (days: 0 | 1) =>
      timeBuckets.filter((bucket) => bucket !== 'HOUR' && dateIsEdge(date, bucket, days)).join(' ')
    expect(edges(0)).toBe(begins)
    expect(edges(1)).toBe(ends)
  })

  test.each([
    ['2026-01-01T00:00:00+07:00', 'HOUR DAY MONTH QUARTER YEAR'],
    ['2025-12-31T17:00:00Z', 'HOUR DAY MONTH QUARTER YEAR'],
    ['2025-12-31T17:00:00.000000Z', 'HOUR DAY MONTH QUARTER YEAR'],
    ['2026-01-01T00:00:00Z', 'HOUR'],
    ['2026-01-05T00:00:00+07:00', 'HOUR DAY WEEK'],
    ['2026-01-01T00:30:00+07:00', ''],
    ['2026-01-01T00:00:00.000001+07:00', ''],
    ['2026-01-01T00:00:00.001+07:00', ''],
    // The clocks of Viet Nam stood elsewhere then.
    ['1970-01-01T00:00:00+07:00', ''],
    ['not a time', ''],
  ])('of the instant %s', (instant, begins) => {
    expect(timeBuckets.filter((bucket) => instantIsEdge(instant, bucket)).join(' ')).toBe(begins)
  })

  test('what is no date has none', () => {
    for (const value of [null, 20260101, '2026-1-1', '2026-01-01T00:00:00Z', []])
      expect(dateIsEdge(value, 'DAY', 0)).toBe(false)
  })
})
