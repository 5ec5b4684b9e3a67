import * as fc from 'fast-check'
import { buildSchema, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { JsonFault, jsonPlaces } from './json-places.ts'
import { operationsIn, variablesOf } from './operations-of.ts'
import { variableChoices } from './variable-choices.ts'
import { type VariableWords, variableProblems, variablesIn } from './variable-problems.ts'

const schema = buildSchema(`
  enum Kind { CITY PROVINCE }
  input Filter { kind: Kind in: [Kind!] and: [Filter!] name: String yes: Boolean }
  type Query { a(where: Filter, first: Int): Int }
`)
const document = parse('query A($where: Filter, $first: Int!, $kinds: [Kind!]! = []) { a }')
const declared = variablesOf(schema, operationsIn(document)[0])
const words: VariableWords = {
  noJson: 'no JSON',
  noObject: 'no object',
  unknown: (name) => `unknown ${name}`,
  missing: (name, type) => `missing ${name} ${type}`,
  wrong: (path) => `wrong ${path}`,
}

describe('JSON with places', () => {
  test('reads what JSON.parse reads, and finds each value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        const { value: read, at } = jsonPlaces(text)
        expect(read).toEqual(JSON.parse(text))
        const [from, to] = at.get('') ?? []
        expect(text.slice(from, to)).toBe(text)
      }),
    )
  })

  test.each(['{', '{"a"}', '[1,]', '01', '"a', '{"a":1}}', "{'a': 1}"])('refuses %s', (text) => {
    expect(() => jsonPlaces(text)).toThrow(JsonFault)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
  })
})

describe('variables', () => {
  const problems = (text: string) =>
    variableProblems(text, declared, words).map(({ from, to, message }) => [
      message,
      text.slice(from, to),
    ])

  test('those that fit have no problem', () => {
    expect(problems('{ "first": 3, "where": { "and": [{ "kind": "CITY" }] } }')).toEqual([])
    expect(variablesIn(' ')).toEqual({})
    expect(variablesIn('[]')).toBeUndefined()
  })

  test('each problem is shown where it is', () => {
    expect(problems('{ "first": 3, ')).toEqual([['no JSON', '']])
    expect(problems('[3]')).toEqual([['no object', '[3]']])
    expect(problems('')).toEqual([['missing first Int!', '']])
    expect(problems('{ "first": "x", "last": 1 }')).toEqual([
      ['unknown last', '"last"'],
      ['wrong first', '"x"'],
    ])
    expect(problems('{ "first": 1, "where": { "and": [{ "kind": "TOWN" }] } }')).toEqual([
      ['wrong where.and.0.kind', '"TOWN"'],
    ])
  })

  test.each([
    ['{ "|', ['where', 'first', 'kinds']],
    ['{ "where": { |', ['kind', 'in', 'and', 'name', 'yes']],
    ['{ "where": { "and": [{ "kind": "|', ['CITY', 'PROVINCE']],
    ['{ "where": { "in": ["CITY", "|', ['CITY', 'PROVINCE']],
    ['{ "where": { "yes": |', ['true', 'false']],
    ['{ "first": |', []],
    ['{ "kinds": [|', ['CITY', 'PROVINCE']],
    ['|', []],
  ])('completion: %s', (marked, expected) => {
    const at = marked.indexOf('|')
    const { choices } = variableChoices(marked.replace('|', ''), at, declared)
    expect(choices.map(({ label }) => label)).toEqual(expected)
  })

  test('what is completed is JSON', () => {
    const at = (text: string) => variableChoices(text, text.length, declared).choices[0]?.written
    expect(at('{ ')).toBe('"where": ')
    expect(at('{ "where": { "kind": "C')).toBe('"CITY"')
    expect(variableChoices('{ "w"', 4, declared).choices[0]?.written).toBe('"where')
  })
})
