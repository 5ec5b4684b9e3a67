import { expect, test } from 'vitest'
import { maxVisits, openRoom } from './room.ts'
import { checkLength } from './writing.ts'

const tooMuch = expect.objectContaining({
  extensions: expect.objectContaining({ code: 'COST_EXCEEDED' }) as unknown,
}) as Error

test('as many objects as one answer may take, and not one more', () => {
  const room = openRoom()
  room.take(maxVisits)
  expect(() => room.take(1)).toThrow(tooMuch)
})

test('a text may be as long as the limit, and no longer', () => {
  expect(() => checkLength('12345', { maxLength: 5 })).not.toThrow()
  expect(() => checkLength('123456', { maxLength: 5 })).toThrow(tooMuch)
})
