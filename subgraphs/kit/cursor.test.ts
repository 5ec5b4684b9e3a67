import { describe, expect, test } from 'vitest'
import { CodedError } from '../../schema/errors.ts'
import { cursors } from './cursor.ts'

const { seal, open } = cursors(Buffer.from('a secret of the tests, long enough'))
const place = 'Query.parcels +geohash'

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
  return 'none'
}

describe('cursors', () => {
  test('open to the values that were sealed, nulls and any text among them', () => {
    const values = ['901090000001', null, 'Đặng "quoted" ‮', '']
    expect(open(place, seal(place, values))).toEqual(values)
  })

  test('hide their values and differ each time', () => {
    const [one, two] = [seal(place, ['901090000001']), seal(place, ['901090000001'])]
    expect(one).not.toBe(two)
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('9010900')
  })

  test('open only at the field and order that made them, and under the same secret', () => {
    const cursor = seal(place, ['1'])
    expect(refusal(() => open('Query.parcels -geohash', cursor))).toBe('BAD_USER_INPUT')
    expect(refusal(() => cursors(Buffer.from('another')).open(place, cursor))).toBe(
      'BAD_USER_INPUT',
    )
  })

  test('refuse every changed byte, and any length', () => {
    const bytes = Buffer.from(seal(place, ['1']), 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const forged = Buffer.from(bytes)
      forged[i] = (forged[i] ?? 0) ^ 1
      expect(refusal(() => open(place, forged.toString('base64url')))).toBe('BAD_USER_INPUT')
    }
    for (const text of ['', 'x', bytes.subarray(0, 20).toString('base64url'), 'A'.repeat(100_000)])
      expect(refusal(() => open(place, text))).toBe('BAD_USER_INPUT')
  })
})
