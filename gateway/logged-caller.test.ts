import { expect, test } from 'vitest'
import { loggedCaller } from './logged-caller.ts'

test('the id of a caller is logged, unless twelve digits of it may be a person', () => {
  expect(loggedCaller('dev-analyst')).toBe('dev-analyst')
  expect(loggedCaller('account-90109000000')).toBe('account-90109000000')
  for (const id of ['901090000001', 'pin:901090000001', 'x9010900000011'])
    expect(loggedCaller(id)).toBe('a person')
})
