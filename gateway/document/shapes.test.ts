import { type DocumentNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { openShapes } from './shapes.ts'

/** Which of some documents are still known when they come again in another layout, the oldest first. */
function known(maxBytes: number, count: number): readonly boolean[] {
  const shapes = openShapes(1000, maxBytes)
  const keep = (text: string): DocumentNode | undefined =>
    shapes.keep(
      'all',
      { key: text, literals: [], scalars: 0 },
      {
        document: parse(text, { noLocation: true }),
        holes: [],
        tokens: 1,
        isPatterned: false,
      },
    )?.document
  const texts = Array.from({ length: count }, (_text, index) => `query Q${index} { a }`)
  const first = texts.map(keep)
  return texts.map((text, index) => keep(`${text} #`) === first[index])
}

test('documents weigh what they take when parsed, not what their text takes', () => {
  // A printed document has 16 characters here: 16 × 100 bytes and 400 beside.
  expect(known(2 * 2000, 2)).toEqual([true, true])
  expect(known(2 * 2000 - 1, 2)).toEqual([false, false])
})
