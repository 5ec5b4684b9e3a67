import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { documentRules } from './document-rules.ts'
import { validationErrors } from './validation-errors.ts'

const schema = buildSchema(`
  directive @once on FIELD
  interface Named { name: String }
  type Book implements Named { name: String pages(min: Int!, in: [Unit]): Int by: Named }
  enum Unit { A B }
  input Where { a: Int! b: [Where] }
  type Query { book(where: Where): Book named: Named }
`)

test.each([
  '{ book { name } }',
  '{ book { nam pages } book }',
  '{ book(where: { b: [{ a: "x", c: 1 }, {}] }) { pages(min: null, in: [A, C], other: 1) } }',
  'query A { named { ... on Book { by { name } } ...F } } query A($a: Nothing, $a: Int) { book { ...G } }',
  'fragment F on Named { name ...F } fragment F on Query { book { name } } { named { ...F ...H } }',
  '{ book { name @once @once @skip name @include(if: 1) } } query B($b: Book) @once { named { name { x } } }',
  '{ book { a: name a: pages(min: 1) ... on Query { book { name } } } } type Extra { a: Int } subscription { x }',
  'query ($where: Where = { a: null }, $n: Int) { book(where: $where) { pages(min: $n, min: $m) } }',
])('says what graphql says by the same rules, in the same order: %s', (text) => {
  const document = parse(text)
  const expected = validate(schema, document, documentRules)
  expect(validationErrors(schema, document, 100)).toEqual(expected)
  expect(validationErrors(schema, document, 100, text)).toEqual(expected)
  expect(validationErrors(schema, document, 1)).toEqual(
    validate(schema, document, documentRules, { maxErrors: 1 }),
  )
})
