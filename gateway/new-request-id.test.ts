import { expect, test } from 'vitest'
import { auditedText } from '../auth/audited-text.ts'
import { newRequestId } from './new-request-id.ts'

test('a new id stands in the journal as it is', () => {
  // Of UUIDs one in 281 ends in twelve digits.
  const ids = Array.from({ length: 5000 }, newRequestId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => auditedText(id) !== id)).toEqual([])
})
