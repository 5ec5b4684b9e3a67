import { expect, test } from 'vitest'
import { checkedReply } from './ministry-answer.ts'

const pathOf = (path: unknown) =>
  checkedReply({ data: null, errors: [{ message: 'm', path }] }, undefined).errors[0]?.path

test.each([
  [['people', 0, '__typename']],
  [[]],
  [['a'.repeat(255), Number.MAX_SAFE_INTEGER]],
  [Array.from({ length: 500 }, () => 'a')],
])('the path %# of a ministry’s error is kept', (path) => {
  expect(pathOf(path)).toEqual(path)
})

test.each([
  ['words', ['people', 'SELECT * FROM person']],
  ['a number', ['people', '900000000001']],
  ['a place before the first', ['people', -1]],
  ['a fraction', ['people', 0.5]],
  ['a long name', ['a'.repeat(256)]],
  ['many parts', Array.from({ length: 501 }, () => 'a')],
  ['no name', ['people', null]],
  ['no list', 'people'],
])('a path with %s is none', (_what, path) => {
  expect(pathOf(path)).toBeUndefined()
})
