import { assert, jsonValue, property } from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLines } from './json-lines.ts'

test('unfolded lines are the value again', () => {
  assert(
    property(jsonValue(), (value) => {
      const text = jsonLines(value, new Set())
        .map(({ key, text: shown, comma }) => {
          const name = key === undefined ? '' : `${JSON.stringify(key)}:`
          return `${name}${shown}${comma ? ',' : ''}`
        })
        .join('\n')
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('what is folded is one line that says how much is in it', () => {
  const value = { data: { nodes: [{ a: 1 }, { a: 2 }] }, more: 1 }
  expect(jsonLines(value, new Set(['/data'])).map(({ key, text }) => [key, text])).toEqual([
    [undefined, '{'],
    ['data', '{ 1 }'],
    ['more', '1'],
    [undefined, '}'],
  ])
})
