import { OverlappingFieldsCanBeMergedRule, buildSchema, parse, validate } from 'graphql'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsMergeRule, maxComparisons } from './fields-merge.ts'

const schema = buildSchema(`
  type Query { node: Node cat: Cat any: Any list: [Node] x: Int s: String }
  interface Node { id: ID n(a: Int, in: In): Int next: Node }
  input In { p: Int q: Int }
  type Cat implements Node { id: ID n(a: Int, in: In): Int next: Node lives: Int! name: String }
  type Dog implements Node { id: ID n(a: Int, in: In): Int! next: Dog lives: Int name: [String] }
  union Any = Cat | Dog
`)

const messages = (text: string): readonly string[] =>
  validate(schema, parse(text), [fieldsMergeRule]).map(({ message }) => message)

const field = fc.oneof(
  fc.constantFrom('id', 'x', 's', 'lives', 'name', 'n', 'n(a: 1)', 'n(a: 2)'),
  fc.constantFrom('n(in: { p: 1, q: 2 })', 'n(in: { q: 2, p: 1 })', 'n(a: 1, in: null)'),
  fc.constantFrom('__typename', 'missing'),
)

const { set } = fc.letrec<{ set: string; part: string }>((tie) => ({
  set: fc
    .array(tie('part'), { minLength: 1, maxLength: 4 })
    .map((parts) => `{ ${parts.join(' ')} }`),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.constantFrom('', '', '', 'a: ', 'b: '), field).map((both) => both.join('')),
    fc
      .tuple(
        fc.constantFrom('node', 'cat', 'any', 'list', 'next', 'a: next', 'b: node', 'a: cat'),
        tie('set'),
      )
      .map((both) => both.join(' ')),
    fc
      .tuple(fc.constantFrom('', ' on Node', ' on Cat', ' on Dog', ' on Any'), tie('set'))
      .map((both) => `...${both.join(' ')}`),
    fc.constantFrom('...F', '...G'),
  ),
}))

test('the verdict is that of graphql-js, whose rule compares every pair', () => {
  const found = { valid: 0, wrong: 0 }
  fc.assert(
    fc.property(set, set, set, (root, f, g) => {
      // Fragments that nobody spreads are another rule's.
      const spread = `{ uf: node { ...F } ug: cat { ...G } ... ${root} }`
      const document = parse(`${spread} fragment F on Node ${f} fragment G on Cat ${g}`)
      const expected = validate(schema, document, [OverlappingFieldsCanBeMergedRule])
      const got = validate(schema, document, [fieldsMergeRule])
      found[expected.length === 0 ? 'valid' : 'wrong']++
      expect(got.length > 0).toBe(expected.length > 0)
    }),
    { numRuns: 1000 },
  )
  expect(Math.min(found.valid, found.wrong)).toBeGreaterThan(50)
})

test('what conflicts is named as graphql-js names it', () => {
  for (const text of ['{ x: s x }', '{ node { n(a: 1) n } }'])
    expect(messages(text).map((one) => one.slice(0, 30))).toEqual(
      validate(schema, parse(text), [OverlappingFieldsCanBeMergedRule]).map(({ message }) =>
        message.replace(/^Fields "node" conflict because subfields "n"/, 'Fields "n"').slice(0, 30),
      ),
    )
})

test('thousands of equal fields are compared in a moment', () => {
  const began = performance.now()
  expect(messages(`{ ${'node { n(a: 1) next { id } } '.repeat(3000)} }`)).toEqual([])
  expect(performance.now() - began).toBeLessThan(2000)
})

test('a document that is made to be compared too often is refused', () => {
  // Each level is compared once for each of two types, together with what stands for both.
  const nested = (depth: number): string =>
    depth === 0
      ? '{ id }'
      : `{ next ${nested(depth - 1)} ... on Cat { next { id } } ... on Dog { next { id } } }`
  expect(messages(`{ node ${nested(10)} }`)).toEqual([])
  const wide = (fields: number): string => {
    const names = Array.from({ length: fields }, (_, i) => `a${i}: id`).join(' ')
    return `{ node { ${names} ...W } } fragment W on Node { next { ${names} ...W } }`
  }
  expect(messages(wide(20))).toEqual([])
  const many = Math.ceil(maxComparisons / 3)
  expect(messages(`{ ${'x '.repeat(many)} }`)).toEqual([])
  expect(messages(`{ ${'x '.repeat(maxComparisons + 1)} }`)).toEqual([
    'Fields are selected within each other too often to be compared.',
  ])
})
