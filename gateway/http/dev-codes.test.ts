import { expect, test } from 'vitest'
import { codeMs, type Grant, maxCodes, openDevCodes } from './dev-codes.ts'

const grant: Grant = { persona: 'analyst', challenge: 'x', nonce: undefined }

test('a code is good once, and for its time', () => {
  let at = 1000
  const codes = openDevCodes(() => at)
  const code = codes.give(grant)
  expect(codes.take(code)).toEqual(grant)
  expect(codes.take(code)).toBeUndefined()
  for (const [age, expected] of [
    [codeMs, grant],
    [codeMs + 1, undefined],
  ] as const) {
    const next = codes.give(grant)
    at += age
    expect(codes.take(next)).toEqual(expected)
  }
  for (const wrong of ['', 'x', 1, undefined, null]) expect(codes.take(wrong)).toBeUndefined()
})

test('so many are kept, the newest', () => {
  const codes = openDevCodes()
  const given = Array.from({ length: maxCodes + 1 }, () => codes.give(grant))
  expect(codes.take(given[0])).toBeUndefined()
  expect(codes.take(given[1])).toEqual(grant)
  expect(codes.take(given[maxCodes])).toEqual(grant)
})
