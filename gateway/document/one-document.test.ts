import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { openOneDocument } from './one-document.ts'

/** Which of some documents are still known when they come again in another layout, the oldest first. */
function known(maxBytes: number, count: number): readonly boolean[] {
  const { of: one } = openOneDocument(maxBytes)
  const texts = Array.from({ length: count }, (_text, index) => `query Q${index} { a }`)
  const first = texts.map((text) => one(parse(text)))
  return texts.map((text, index) => one(parse(`${text} #`)) === first[index])
}

test('documents weigh what they take when parsed, not what their text takes', () => {
  // A document has 11 characters here: 11 × 100 bytes and 400 beside, in a quarter of the whole.
  expect(known(4 * 2 * 1500, 2)).toEqual([true, true])
  expect(known(4 * (2 * 1500 - 1), 2)).toEqual([false, false])
})
