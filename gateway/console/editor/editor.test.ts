import { buildSchema, parse, print } from 'graphql'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choicesAt } from './choices-at.ts'
import { definitionAt } from './definition-at.ts'
import { documentProblems } from './document-problems.ts'
import { formatDocument } from './format-document.ts'

const schema = buildSchema(`
  "Tỉnh · Province" type Province { code: ID! "Tên · Name" name(at: Date): String! communes(first: Int): [Commune!]! old: Int @deprecated(reason: "gone until 2027-01-01") }
  type Commune { code: ID! province: Province! }
  union Place = Province | Commune
  scalar Date
  enum Kind { CITY "Tỉnh · Province" PROVINCE }
  input KindFilter { eq: Kind in: [Kind!] }
  input ProvinceFilter { kind: KindFilter and: [ProvinceFilter!] name: String deep: ProvinceFilter }
  type Query { provinces(where: ProvinceFilter, first: Int = 20): [Province!]! province(code: ID!): Province places: [Place!]! }
`)

/** Labels of the choices where `|` stands. */
function labels(marked: string): readonly string[] {
  const at = marked.indexOf('|')
  return choicesAt(schema, marked.replace('|', ''), at).choices.map(({ label }) => label)
}

describe('completion', () => {
  test.each([
    ['|', ['query', 'fragment']],
    ['{ |', ['provinces', 'province', 'places']],
    ['query A($a: Int = 3) @x { pro|', ['provinces', 'province', 'places']],
    ['{ provinces { na|', ['code', 'name', 'communes', 'old', '__typename']],
    ['{ provinces { communes { province { |', ['code', 'name', 'communes', 'old', '__typename']],
    ['{ provinces { communes { code } | } }', ['code', 'name', 'communes', 'old', '__typename']],
    ['{ x: provinces(|) { code } }', ['where', 'first']],
    ['{ provinces(where: {|}) }', ['kind', 'and', 'name', 'deep']],
    ['{ provinces(where: {kind: {eq: |', ['CITY', 'PROVINCE']],
    ['{ provinces(where: {kind: {in: [CITY, |', ['CITY', 'PROVINCE']],
    ['{ provinces(where: {and: [{name: "a{(["} {|', ['kind', 'and', 'name', 'deep']],
    ['{ provinces(where: {kind: {eq: CITY}, |', ['kind', 'and', 'name', 'deep']],
    ['{ provinces(first: 3, |', ['where', 'first']],
    ['{ # { comment (\n provinces { |', ['code', 'name', 'communes', 'old', '__typename']],
    ['{ places { ... on |', ['Province', 'Commune']],
    ['{ places { ... on Commune { |', ['code', 'province', '__typename']],
    ['fragment f on Commune { |', ['code', 'province', '__typename']],
    ['query ($kind: Kind) { provinces(where: {kind: {eq: $|', ['$kind']],
    ['{ provinces @|', ['@include', '@skip']],
    ['{ provinces @include(|', ['if']],
    ['{ provinces @include(if: |', ['true', 'false']],
    ['{ provinces { nowhere { |', []],
  ])('%s', (marked, expected) => {
    expect(labels(marked)).toEqual(expected)
  })

  test('types of variables are those that may be given', () => {
    expect(labels('query ($a: |')).toEqual(
      expect.arrayContaining(['Kind', 'ProvinceFilter', 'Date', 'Int']),
    )
    expect(labels('query ($a: |')).not.toContain('Province')
    expect(labels('query ($a: [Kind!] = [|')).toEqual(['CITY', 'PROVINCE', '$a'])
  })

  test('nothing that is typed makes it fail', () => {
    const pieces = [
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ':',
      '$a',
      '@include',
      '"',
      '"""',
      '...',
      'on',
      'query',
    ]
    const words = fc.array(fc.constantFrom(...pieces, 'provinces', 'where', 'kind', ' ', '\n', '#'))
    fc.assert(
      fc.property(words, (found) => {
        const text = found.join(' ')
        choicesAt(schema, text, text.length)
        definitionAt(schema, text, Math.floor(text.length / 2))
      }),
    )
  })
})

test('a word is explained where it stands', () => {
  const text = '{ provinces(where: {kind: {eq: PROVINCE}}) { name } }'
  const of = (word: string) => definitionAt(schema, text, text.indexOf(word) + 1)
  expect(of('provinces')).toMatchObject({ coordinate: 'Query.provinces', from: 2, to: 11 })
  expect(of('where')).toMatchObject({ signature: 'provinces.where: ProvinceFilter' })
  expect(of('kind')).toMatchObject({ signature: 'ProvinceFilter.kind: KindFilter' })
  expect(of('PROVINCE')).toMatchObject({ description: 'Tỉnh · Province' })
  expect(of('name')).toMatchObject({
    signature: 'Province.name: String!',
    description: 'Tên · Name',
  })
  expect(of('}')).toBeUndefined()
})

test('problems: syntax, what the schema does not hold, what is deprecated; nothing in an empty document', () => {
  expect(documentProblems(schema, '# nothing yet\n')).toEqual([])
  expect(documentProblems(schema, '{ provinces { code } }')).toEqual([])
  expect(documentProblems(schema, '{ provinces { ')).toMatchObject([{ severity: 'error' }])
  const [unknown] = documentProblems(schema, '{ provinces { kode } }')
  expect(unknown).toMatchObject({ severity: 'error', from: 14, to: 18 })
  expect(documentProblems(schema, '{ provinces { old } }')).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('until 2027-01-01') as string },
  ])
})

describe('formatting', () => {
  test('keeps comments where they stood', () => {
    const text =
      '# first\nquery   {  # of provinces\n provinces(first:3 # three\n where:{name:"#no"}) {\n# its code\n code } # end\n}\n# last'
    expect(formatDocument(text)).toBe(
      [
        '# first',
        '{ # of provinces',
        '  provinces(first: 3, where: {name: "#no"}) { # three',
        '    # its code',
        '    code',
        '  } # end',
        '}',
        '# last',
        '',
      ].join('\n'),
    )
  })

  test('changes nothing but spaces and commas, loses no comment, and is at rest after once', () => {
    const piece = fc.constantFrom(
      'provinces { code # c\n }',
      '# a\nprovince(code: """b\n  c""") { # d\n name }',
      'places { ... on Commune { code } }\n# e\n',
      'provinces(first: 1, where: { name: "x", kind: { eq: CITY } }) # f\n { code }',
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.boolean(), (found, word) => {
        const text = `${word ? 'query ' : ''}{ ${found.join('\n')} }`
        const formatted = formatDocument(text)
        expect(print(parse(formatted))).toBe(print(parse(text)))
        const comments = (of: string) => of.match(/# ?\w/g)?.length ?? 0
        expect(comments(formatted)).toBe(comments(text))
        expect(formatDocument(formatted)).toBe(formatted)
      }),
    )
  })

  test('a text that is no document fails', () => {
    expect(() => formatDocument('{ provinces { ')).toThrow(/Syntax Error/)
  })
})
