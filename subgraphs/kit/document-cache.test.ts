import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { documentCache } from './document-cache.ts'

const schema = buildSchema('type Query { name(of: String): String }')
/** A document of about so many characters, of its own. */
const document = (at: number, characters: number) =>
  `{ name(of: "${String(at).padEnd(characters, ' ')}") }`

test('a document is parsed and validated once while it is kept, and its text bounds how many are', () => {
  const { parse } = documentCache()
  const first = parse(document(0, 100_000))
  for (let at = 1; at < 10; at++) parse(document(at, 100_000))
  expect(parse(document(0, 100_000))).toBe(first)
  // The eleventh of 100,000 characters is more than a mebibyte: the one that was used longest ago goes.
  parse(document(10, 100_000))
  expect(parse(document(0, 100_000))).toBe(first)
  const second = parse(document(1, 100_000))
  expect(parse(document(1, 100_000))).toBe(second)
  for (let at = 11; at < 22; at++) parse(document(at, 100_000))
  expect(parse(document(0, 100_000))).not.toBe(first)
})

test('what does not fit the schema is told without the words of it, each time', () => {
  const { parse, validate } = documentCache()
  const wrong = parse('{ secret }')
  for (let time = 0; time < 2; time++) {
    const told = validate(schema, wrong).map(({ message }) => message)
    expect(told).toHaveLength(1)
    expect(told[0]).not.toContain('secret')
  }
  expect(validate(schema, parse('{ name }'))).toEqual([])
})
