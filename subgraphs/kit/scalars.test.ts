import { describe, expect, test } from 'vitest'
import { CodedError } from '../../schema/errors.ts'
import { scalars } from './scalars.ts'

function parsed(type: string, value: unknown): unknown {
  try {
    return scalars[type]?.parseValue(value)
  } catch (error) {
    if (error instanceof CodedError) return `${error.code} ${error.message}`
    throw error
  }
}

describe('Date', () => {
  test.each(['2026-01-31', '2024-02-29', '0001-01-01', '9999-12-31'])('takes %s', (text) =>
    expect(parsed('Date', text)).toBe(text),
  )
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '0000-01-01',
    '31/01/2026',
    20260131,
    null,
    '',
  ])('refuses %s without repeating it', (value) =>
    expect(parsed('Date', value)).toBe(
      'BAD_USER_INPUT Date: expected a calendar date as YYYY-MM-DD.',
    ),
  )
})

describe('DateTime', () => {
  test('takes a bare date as midnight in Viet Nam', () =>
    expect(parsed('DateTime', '2026-01-01')).toBe('2026-01-01T00:00:00+07:00'))
  test.each(['2026-01-01T08:00Z', '2026-01-01T08:00:00.123456+07:00', '2026-01-01t08:00:00z'])(
    'takes %s',
    (text) => expect(parsed('DateTime', text)).toBe(text),
  )
  test.each([
    '2026-01-01T24:00:00Z',
    '2026-01-01T08:60:00Z',
    '2026-02-30T08:00:00Z',
    '2026-01-01 08:00:00',
    '2026-01-01T08:00:00',
    '2026-01-01T08:00:00+15:00',
    5,
  ])('refuses %s', (value) => expect(parsed('DateTime', value)).toMatch(/^BAD_USER_INPUT DateTime/))
  test('writes what PostgreSQL sends in a UTC session as RFC 3339', () =>
    expect(scalars['DateTime']?.serialize('2026-10-05 03:04:05.12+00')).toBe(
      '2026-10-05T03:04:05.12Z',
    ))
  test('writes a moment of this process as RFC 3339', () =>
    expect(scalars['DateTime']?.serialize(new Date(Date.UTC(2026, 9, 5, 3, 4, 5, 120)))).toBe(
      '2026-10-05T03:04:05.120Z',
    ))
})

describe('BigInt', () => {
  test.each([
    [5, '5'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
  ])('takes %s', (value, text) => expect(parsed('BigInt', value)).toBe(text))
  test.each(['9223372036854775808', '-9223372036854775809', 1.5, 2 ** 60, '1e3', '', 'NaN'])(
    'refuses %s',
    (value) => expect(parsed('BigInt', value)).toMatch(/^BAD_USER_INPUT BigInt/),
  )
  test('is a number where a number is exact, else text', () => {
    expect(scalars['BigInt']?.serialize('9007199254740991')).toBe(9007199254740991)
    expect(scalars['BigInt']?.serialize('9007199254740992')).toBe('9007199254740992')
  })
})

describe('PersonalId', () => {
  test('takes twelve digits', () =>
    expect(parsed('PersonalId', '901090000001')).toBe('901090000001'))
  test.each([
    '90109000000',
    '9010900000011',
    '90109000000a',
    901090000001,
    '９０１０９００００００１',
  ])('refuses %s without repeating it', (value) =>
    expect(parsed('PersonalId', value)).toBe('BAD_USER_INPUT PersonalId: expected 12 digits.'),
  )
})
