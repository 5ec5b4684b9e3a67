import { expect, test } from 'vitest'
import { bearer } from './bearer.ts'

test('one Bearer token is read', () => {
  expect(bearer('Bearer abc.def-_~+/.ghi==')).toBe('abc.def-_~+/.ghi==')
  expect(bearer('bearer abc')).toBe('abc')
  expect(bearer(['Bearer abc'])).toBe('abc')
})

test('anything else is UNAUTHENTICATED, and the value is not repeated', () => {
  const wrong = [
    undefined,
    [],
    '',
    'Bearer',
    'Bearer ',
    'Basic secret',
    'secret',
    'Bearer secret secret',
    'Bearer secret, Bearer secret',
    'Bearer sec=ret',
    'Bearer sécret',
    'Bearer secret\n',
    ['Bearer secret', 'Bearer secret'],
    ['Bearer secret', 'Basic secret'],
  ]
  for (const header of wrong) {
    const call = () => bearer(header)
    expect(call, String(header)).toThrow(
      expect.objectContaining({
        code: 'UNAUTHENTICATED',
        message: expect.not.stringMatching('sec'),
      }),
    )
  }
})
