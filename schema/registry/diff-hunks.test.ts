import { expect, test } from 'vitest'
import { diffHunks } from './diff-hunks.ts'
import { lineDiff } from './line-diff.ts'

const text = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('')

test('lines come with their numbers in both texts, and nothing is lost', () => {
  const before = text(1, 30)
  const after = before
    .replace('line 2\n', '')
    .replace('line 20\n', 'line 20\nnew\n@@ -1,1 +1,1 @@ no head\n-- marks\n')
  const hunks = diffHunks(lineDiff(before, after, ['a', 'b']))
  expect(hunks).toHaveLength(2)
  const [old, now] = [before.split('\n'), after.split('\n')]
  for (const line of hunks.flat()) {
    if (line.before !== null) expect(old[line.before - 1]).toBe(line.text)
    if (line.after !== null) expect(now[line.after - 1]).toBe(line.text)
  }
  const changed = hunks.flat().filter(({ mark }) => mark !== ' ')
  expect(changed.map(({ mark, text: said }) => mark + said)).toEqual([
    '-line 2',
    '+new',
    '+@@ -1,1 +1,1 @@ no head',
    '+-- marks',
  ])
})

test('no difference has no hunks', () =>
  expect(diffHunks(lineDiff('a', 'a', ['x', 'y']))).toEqual([]))
