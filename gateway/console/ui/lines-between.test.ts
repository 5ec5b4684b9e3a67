import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { linesBetween } from './lines-between.ts'

test('what is gone and what was added', () => {
  const lines = linesBetween(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])
  expect(lines.map(({ sign, text }) => sign + text)).toEqual([' a', '−b', '+x', ' c', '+d'])
})

test('without what was added it is the one text, without what is gone the other', () => {
  const texts = array(constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  assert(
    property(texts, texts, (before, after) => {
      const lines = linesBetween(before, after)
      const without = (sign: string) =>
        lines.filter((line) => line.sign !== sign).map(({ text }) => text)
      expect(without('+')).toEqual(before)
      expect(without('−')).toEqual(after)
    }),
  )
})
