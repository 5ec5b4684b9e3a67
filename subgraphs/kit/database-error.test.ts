import { DatabaseError } from 'pg'
import { describe, expect, test } from 'vitest'
import { CodedError } from '../../schema/errors.ts'
import { databaseError, isServerGone } from './database-error.ts'

function answered(code: string): Error {
  return Object.assign(new DatabaseError('told', 4, 'error'), { code })
}

function ofSocket(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code })
}

describe('what a caller hears of a failed statement', () => {
  test.each([
    ['cancelled', answered('57014'), 'DEADLINE_EXCEEDED'],
    ['out of range', answered('22003'), 'BAD_USER_INPUT'],
    ['too many connections', answered('53300'), 'MINISTRY_UNAVAILABLE'],
    ['rows taken away by a replica', answered('40001'), 'MINISTRY_UNAVAILABLE'],
    ['a server that goes', answered('57P01'), 'MINISTRY_UNAVAILABLE'],
    ['a plan that is stale', answered('0A000'), 'MINISTRY_UNAVAILABLE'],
    // Five capitals, as an SQLSTATE has, and none.
    ['a socket that ended', ofSocket('EPIPE'), 'MINISTRY_UNAVAILABLE'],
    ['a socket that was reset', ofSocket('ECONNRESET'), 'MINISTRY_UNAVAILABLE'],
  ])('%s', (_name, error, code) => {
    const told = databaseError(error, 'land')
    expect(told).toBeInstanceOf(CodedError)
    expect(told).toMatchObject({ extensions: { code } })
  })

  test('nothing of a statement that is wrong', () => {
    const wrong = answered('42601')
    expect(databaseError(wrong, 'land')).toBe(wrong)
  })
})

test('a server is gone when its connection ended or it says that it goes, and else not', () => {
  expect([answered('57P01'), answered('08006'), ofSocket('EPIPE')].map(isServerGone)).toEqual([
    true,
    true,
    true,
  ])
  expect(
    [answered('57014'), answered('53300'), answered('40001'), answered('22003')].map(isServerGone),
  ).toEqual([false, false, false, false])
})
