import * as fc from 'fast-check'
import { buildSchema, execute, graphql } from 'graphql'
import { expect, test } from 'vitest'
import { costBudgets } from '../limits/cost-budget.ts'
import { openPreparation } from './prepared.ts'

const schema = buildSchema(`
  scalar Decimal
  scalar Json
  enum Order { UP DOWN }
  input Filter { int: Int, float: Float, text: String, id: ID, ids: [ID!], day: Decimal
    and: [Filter!], matrix: [[Int!]!], flag: Boolean, order: Order }
  input One @oneOf { int: Int, text: String }
  type Query {
    int(value: Int! = 3): String
    float(value: Float): String
    text(value: String): String
    id(value: ID): String
    ids(value: [ID!]!): String
    decimal(value: Decimal): String
    json(value: Json): String
    filter(where: Filter, first: Int): String
    one(value: One): String
    self: Query
  }`)
const visible = { name: 'all', schema }
const limits = {
  maxBodyBytes: 100_000,
  maxTokens: 60,
  maxDepth: 8,
  maxAliases: 8,
  maxRootFields: 8,
  costBudgets,
}

/** Every field answers the arguments that it was given; `self` is the root again. */
const root: Record<string, unknown> = Object.fromEntries(
  Object.keys(schema.getQueryType()?.getFields() ?? {}).map((name) => [
    name,
    name === 'self' ? () => root : (given: unknown) => JSON.stringify(given),
  ]),
)

function openReader() {
  const { prepare } = openPreparation(limits)
  return async (text: string, variableValues: Record<string, unknown> = {}) => {
    const prepared = prepare(text, visible)
    if ('errors' in prepared) return { errors: prepared.errors.map(({ message }) => message) }
    const { document, lifted } = prepared
    const variables = { ...variableValues, ...lifted }
    const answer = await execute({ schema, document, rootValue: root, variableValues: variables })
    return { document, lifted, data: answer.data, errors: answer.errors }
  }
}

test.each([
  ['{ int(value: 1) }', '{ int(value: 2) }'],
  ['{ ids(value: ["a"]) }', '{ ids(value: ["b", "c"]) }'],
  ['{ ids(value: "a") }', '{ ids(value: "b") }'],
  [
    '{ filter(where: {and: [{id: 1}], day: "1"}) }',
    '{ filter(where: {and: [{id: 2}], day: "3"}) }',
  ],
  ['{ filter(where: {matrix: [[1, 2], []]}) }', '{ filter(where: {matrix: [[3], []]}) }'],
  ['{ one(value: {int: 1}) }', '{ one(value: {int: 2}) }'],
  [
    'query ($_: Int!) { int(value: $_) id(value: 7) }',
    'query ($_: Int!) { int(value: $_) id(value: 8) }',
  ],
  ['{ int(value: 1) self { int(value: 1) } }', '{ int(value: 2) self { int(value: 2) } }'],
  [
    '{ ...f } fragment f on Query { int(value: 1) }',
    '{ ...f } fragment f on Query { int(value: 9) }',
  ],
])('%s and %s are one shape', async (first, second) => {
  const read = openReader()
  const [one, other] = [await read(first, { _: 5 }), await read(second, { _: 5 })]
  expect(other.document).toBe(one.document)
  expect(one.document).toBeDefined()
  expect(one.document?.loc).toBeUndefined()
  for (const [text, answer] of [
    [first, one],
    [second, other],
  ] as const) {
    const plain = await graphql({ schema, source: text, rootValue: root, variableValues: { _: 5 } })
    expect({ data: answer.data, errors: answer.errors }).toEqual({ ...plain, errors: undefined })
  }
})

test('shapes that differ in layout alone have one document', async () => {
  const read = openReader()
  const { document } = await read('{ int(value: 1) }')
  expect((await read('{\n  int(value: 2) # two\n}')).document).toBe(document)
})

test('fields that merge because their literals are equal, and only those', async () => {
  const read = openReader()
  expect((await read('{ int(value: 1) int(value: 1) }')).data).toEqual({ int: '{"value":1}' })
  expect((await read('{ int(value: 2) int(value: 2) }')).data).toEqual({ int: '{"value":2}' })
  expect((await read('{ int(value: 1) int(value: 2) }')).errors?.[0]).toContain('conflict')
  expect((await read('{ id(value: 1) id(value: "1") }')).errors?.[0]).toContain('conflict')
})

test('a text without a shape of its own is read as it stands', async () => {
  const read = openReader()
  const pairs = ['{ json(value: {a: 1}) }', '{ decimal(value: 1.50) }', 'query a { int(value: 1) }']
  for (const text of [...pairs.slice(0, 2), `${pairs[2] ?? ''} query b { int }`]) {
    const [one, other] = [await read(text), await read(text)]
    expect(other.document).toBe(one.document)
    expect(one.lifted).toEqual({})
  }
})

test('a literal that does not fit is refused in the same words, first or later', async () => {
  const later = openReader()
  for (const text of ['{ int(value: 1) }', '{ float(value: 1.5) }', '{ id(value: 1) }'])
    await later(text)
  for (const text of ['{ int(value: 2147483648) }', '{ int(value: 1.5) }', '{ id(value: 1.5) }']) {
    const refusal = await later(text)
    expect(refusal).toEqual(await openReader()(text))
    expect(refusal.errors).toHaveLength(1)
  }
  expect((await later('{ int(value: 2147483647) }')).data).toEqual({ int: '{"value":2147483647}' })
  expect((await later('{ float(value: 1e400) }')).lifted).toEqual({})
})

test('what stands behind a document is never taken for the pattern of its literals', async () => {
  const read = openReader()
  expect((await read('{ int(value: 1) int(value: 1) }')).errors).toBeUndefined()
  for (const behind of ['\n=0,0', '\n0,0', '0,0\n'])
    expect((await read(`{ int(value: 1) int(value: 2) }${behind}`)).errors?.[0]).toMatch('Syntax')
})

test.each([
  ['{ __proto__: int }', 'No field may be called __proto__.'],
  ['{ self { ... { __proto__: self { int } } } }', 'No field may be called __proto__.'],
  ['query ($__proto__: Int!) { int(value: $__proto__) }', 'No variable may be called __proto__.'],
])('%s is refused', async (text, message) => {
  expect((await openReader()(text)).errors).toEqual([message])
})

test('the limit of tokens holds for every text of a shape', async () => {
  const read = openReader()
  const text = (items: number) => `{ ids(value: [${'"a" '.repeat(items)}]) }`
  expect((await read(text(1))).errors).toBeUndefined()
  expect((await read(text(limits.maxTokens - 9))).errors).toBeUndefined()
  expect((await read(text(limits.maxTokens - 8))).errors?.[0]).toContain('limit tokens')
})

test('schemas have shapes of their own', () => {
  const { prepare } = openPreparation(limits)
  const narrow = {
    name: 'narrow',
    schema: buildSchema('type Query { float(value: Float): String }'),
  }
  expect(prepare('{ int(value: 1) }', visible)).toHaveProperty('document')
  expect(prepare('{ int(value: 2) }', narrow)).toHaveProperty('errors')
})

test('an answer is that of the text as it stands, whatever came before', async () => {
  const read = openReader()
  const scalar = fc.oneof(
    fc.integer({ min: -3e9, max: 3e9 }).map(String),
    fc.double().map(String),
    fc.string({ unit: 'binary', maxLength: 4 }).map((text) => JSON.stringify(text)),
    fc.constantFrom('-0', '1.0', '0.10', '"\\u0041"', '""', '"""b"""', 'null', 'true', 'UP', '[1]'),
  )
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .tuple(fc.constantFrom('int', 'float', 'text', 'id', 'ids', 'day', 'matrix'), scalar)
      .map(([name, inner]) => `{${name}: ${inner}, and: {${name}: ${inner}}}`),
  )
  const field = fc
    .tuple(fc.constantFrom('int', 'float', 'text', 'id', 'ids', 'decimal', 'json', 'one'), value)
    .map(([name, given]) => `${name}(value: ${given})`)
  const fields = fc.oneof(
    field,
    value.map((given) => `filter(where: ${given}, first: 5)`),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 3 }), async (parts) => {
      const text = `{ ${parts.join(' ')} }`
      const answer = await read(text)
      const plain = await graphql({ schema, source: text, rootValue: root })
      expect(answer.data).toEqual(plain.data)
      if (plain.data === undefined) expect(answer).toEqual(await openReader()(text))
    }),
    { numRuns: 500, seed: 1 },
  )
})
