import { expect, test } from 'vitest'
import { masked } from './ministry-report.ts'

const report = (extensions: Readonly<Record<string, unknown>>) => ({
  message: 'At most 50 filters a day.',
  path: ['personTotals'],
  extensions,
})

test('a budget that is spent is told as such, with how long to wait', () => {
  const error = masked(report({ code: 'RATE_LIMITED', retryAfterSeconds: 3600 }), 'population')
  expect(error.message).toBe('At most 50 filters a day.')
  expect(error.extensions).toEqual({
    code: 'RATE_LIMITED',
    ministry: 'population',
    retryAfterSeconds: 3600,
  })
})

test.each([-1, 0, 1.5, 86_401, '60', null])('%j seconds are not told', (retryAfterSeconds) => {
  const { extensions } = masked(report({ code: 'RATE_LIMITED', retryAfterSeconds }), 'land')
  expect(extensions).toEqual({ code: 'RATE_LIMITED', ministry: 'land' })
})

test('what a ministry says in another code stays behind', () => {
  const error = masked(report({ code: 'SQL_BROKEN', stacktrace: ['secret'] }), 'land')
  expect(error.extensions).toEqual({ code: 'MINISTRY_UNAVAILABLE', ministry: 'land' })
  expect(error.message).not.toContain('50')
})

test.each([[7], ['more than 5']])('a limit that was passed is told with its figures: %j', (got) => {
  const figures = { limit: 'rows', allowed: 5, got }
  const { extensions } = masked(report({ code: 'COST_EXCEEDED', ...figures }), 'land')
  expect(extensions).toEqual({ code: 'COST_EXCEEDED', ministry: 'land', ...figures })
})

test.each([
  [{ limit: 'a b', allowed: 5, got: 7 }, {}],
  [{ limit: 'rows', allowed: '5', got: 7 }, {}],
  [
    { limit: 'rows', allowed: 5, got: 'of 901090000001' },
    { limit: 'rows', allowed: 5 },
  ],
])('what is no figure is not told: %j', (said, told) => {
  const { extensions } = masked(report({ code: 'COST_EXCEEDED', ...said }), 'land')
  expect(extensions).toEqual({ code: 'COST_EXCEEDED', ministry: 'land', ...told })
})

test.each([
  [3, { present: 3 }],
  ['3', {}],
  [-1, {}],
])('the version that something has now is told, where it is one: %j', (present, told) => {
  const { extensions } = masked(report({ code: 'CONFLICT', present }), 'steering')
  expect(extensions).toEqual({ code: 'CONFLICT', ministry: 'steering', ...told })
})

test('a series that is too short for a forecast is told as such', () => {
  const { message, extensions } = masked(report({ code: 'HISTORY_TOO_SHORT' }), 'steering')
  expect(extensions).toEqual({ code: 'HISTORY_TOO_SHORT', ministry: 'steering' })
  expect(message).toBe('At most 50 filters a day.')
})
