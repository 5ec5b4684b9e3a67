import { parse, print } from 'graphql'
import { expect, test } from 'vitest'
import { compactText } from './compact-text.ts'

const whole = String.raw`
  query Q($a: [Int!]! = [1, -2] @on, $b: In = {x: "q\"\u0007", y: {z: null}}) @live(n: 1.5e3) {
    one: two(a: $a, list: [[A], []], flag: true, text: """block "quoted" \ text""") @skip(if: $b) { id }
    ...F @include(if: false)
    ... { __typename }
    ... on T @d { x: y }
  }
  mutation { go }
  subscription S { come(where: {a: {b: [$c, "é "]}}) }
  fragment F on T @e { id }`

test('says the same as the document', () => {
  const { definitions } = parse(whole)
  const text = compactText(definitions)
  expect(print(parse(text))).toBe(
    print(
      parse(whole.replace('"""block "quoted" \\ text"""', String.raw`"block \"quoted\" \\ text"`)),
    ),
  )
  expect(compactText(parse(text).definitions)).toBe(text)
})

test('documents that differ have other texts', () => {
  const texts = [
    '{ a b }',
    '{ a: b }',
    '{ a { b } }',
    'query Q { a b }',
    '{ a(x: 1) b }',
    '{ a(x: "1") b }',
    '{ a ...b }',
    '{ a(x: [1, 2]) b }',
    '{ a(x: [[1], 2]) b }',
  ]
  const compact = texts.map((text) => compactText(parse(text).definitions))
  expect(new Set(compact).size).toBe(texts.length)
  expect(compact[0]).toBe('{a b}')
})
