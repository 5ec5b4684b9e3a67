import { Kind, buildSchema, parse } from 'graphql'
import { expect, test } from 'vitest'
import { type Masks, wholeMasks } from '../../auth/mask.ts'
import { compileAnswer } from './compile-answer.ts'
import { openWriting } from './writing.ts'

const schema = buildSchema(`
  scalar PersonalId
  scalar Json
  enum Colour { RED GREEN }
  interface Node { id: ID! }
  type Box implements Node {
    id: ID! label: String count: Int size: Float open: Boolean colour: Colour any: Json
    pin: PersonalId pins: [PersonalId!] inner: Box must: Box! rows: [Box!] grid: [[Int!]]
  }
  type Lid implements Node { id: ID! wide: Boolean }
  union Thing = Box | Lid
  type Query { box: Box node: Node thing: Thing things: [Thing!]! }
`)

interface Options {
  readonly masks?: Masks
  readonly conditions?: Readonly<Record<string, boolean>>
  readonly sharedAt?: readonly string[]
}

function written(query: string, data: Record<string, unknown>, options: Options = {}) {
  const document = parse(query)
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation')
  const { masks = wholeMasks, conditions = {}, sharedAt = [] } = options
  const write = compileAnswer({
    schema,
    document,
    operation,
    conditions,
    shown: (name) => name.replace('__own', ''),
    sharedAt: new Set(sharedAt),
  })
  const writing = openWriting(masks, 10_000)
  const text = write(data, writing)
  return {
    data: JSON.parse(text) as unknown,
    misfits: writing.misfits.map((path) => path.join('.')),
  }
}

test.each<[field: string, given: unknown, expected: unknown]>([
  ['count', 7, 7],
  ['count', 2147483647, 2147483647],
  ['count', -2147483648, -2147483648],
  ['size', 0.1, 0.1],
  ['size', 1e300, 1e300],
  ['open', false, false],
  ['label', 'a"b\\c\n\u0000', 'a"b\\c\n\u0000'],
  ['label', 'Nguyễn Thị Ánh 😀', 'Nguyễn Thị Ánh 😀'],
  ['label', `${'x'.repeat(100)}"`, `${'x'.repeat(100)}"`],
  ['label', '\ud800', '\ud800'],
  ['id', 5, '5'],
  ['colour', 'RED', 'RED'],
  ['any', { a: [1, null] }, { a: [1, null] }],
  ['any', 'text', 'text'],
  ['grid', [[1], null, []], [[1], null, []]],
  ['label', null, null],
  ['label', undefined, null],
])('%s: %j is written', (field, given, expected) => {
  const { data, misfits } = written(`{ box { ${field} } }`, { box: { [field]: given } })
  expect(data).toEqual({ box: { [field]: expected } })
  expect(misfits).toEqual([])
})

test.each<[field: string, given: unknown, path?: string]>([
  ['count', 1.5],
  ['count', 2147483648],
  ['count', -2147483649],
  ['count', '1'],
  ['size', '1'],
  ['open', 1],
  ['label', 1],
  ['label', {}],
  ['colour', 'BLUE'],
  ['grid', 1],
  ['grid', [1], 'box.grid.0'],
  ['grid', [[null]], 'box.grid.0.0'],
])('%s: %j is null, and noted', (field, given, path = `box.${field}`) => {
  const { data, misfits } = written(`{ box { ${field} } }`, { box: { [field]: given } })
  expect(JSON.stringify(data)).toContain('null')
  expect(misfits).toEqual([path])
})

test('a null where none may be goes up to the next place where it may', () => {
  const query =
    '{ box { label must { must { id } } rows { must { id } } } things { ... on Box { id } } }'
  const good = { id: '1' }
  const one = written(query, {
    box: { label: 'x', must: { must: {} }, rows: [] },
    things: [{ __typename: 'Box', ...good }],
  })
  expect(one).toEqual({ data: { box: null, things: [good] }, misfits: ['box.must.must.id'] })
  const two = written(query, {
    box: { must: { must: good }, rows: [{ must: good }, { must: null }] },
    things: [],
  })
  expect(two.data).toEqual({ box: { label: null, must: { must: good }, rows: null }, things: [] })
  expect(two.misfits).toEqual(['box.rows.1.must'])
  const three = written(query, { box: null, things: [{ __typename: 'Box' }] })
  expect(three).toEqual({ data: null, misfits: ['things.0.id'] })
})

test('abstract types are read by the name that an object gives', () => {
  const query = `{ node { __typename id ... on Box { label } ...lid } thing { kind: __typename } }
    fragment lid on Lid { wide }`
  const lid = { __typename: 'Lid', id: '1', label: 'no', wide: true }
  expect(written(query, { node: lid, thing: { __typename: 'Box' } })).toEqual({
    data: { node: { __typename: 'Lid', id: '1', wide: true }, thing: { kind: 'Box' } },
    misfits: [],
  })
  for (const name of ['Query', 'Nowhere', 7]) {
    const { data, misfits } = written(query, { node: { ...lid, __typename: name } })
    expect(data).toEqual({ node: null, thing: null })
    expect(misfits).toEqual(['node'])
  }
  expect(written('{ node { id } }', { node: { id: '1' } }).data).toEqual({ node: { id: '1' } })
  expect(written(query, { node: { id: '1' } }).misfits).toEqual(['node'])
})

test('one response name is one field, in the order in which it was first asked', () => {
  const query =
    '{ box { a: label inner { id } ...more count } } fragment more on Box { inner { label } a: label }'
  const { data } = written(query, { box: { a: 'x', count: 1, inner: { id: '1', label: 'y' } } })
  expect(JSON.stringify(data)).toBe('{"box":{"a":"x","inner":{"id":"1","label":"y"},"count":1}}')
})

test('conditions decide, names of a plan are given back', () => {
  const query =
    'query ($a: Boolean!) { box { id @include(if: $a) label__own: label @skip(if: $a) } }'
  const box = { id: '1', label__own: 'x' }
  expect(written(query, { box }, { conditions: { a: true } }).data).toEqual({ box: { id: '1' } })
  expect(written(query, { box }, { conditions: { a: false } }).data).toEqual({
    box: { label: 'x' },
  })
})

test('personal numbers are masked as the caller sees them, in lists too', () => {
  const box = { pin: '900000000123', pins: ['900000000456'], label: '900000000123' }
  const masks: Masks = { ...wholeMasks, NUMBER: 'LAST_THREE' }
  expect(written('{ box { pin pins label } }', { box }, { masks }).data).toEqual({
    box: { pin: '*********123', pins: ['*********456'], label: '900000000123' },
  })
  expect(written('{ box { pin pins label } }', { box }).data).toEqual({ box })
})

test('an object at several places is written alike; what is amiss in it is told for each place', () => {
  const inner = { id: '1', count: 'many' }
  const rows = [{ inner }, { inner }, { inner: { id: '2', count: 1 } }]
  const query = '{ box { rows { inner { id count } } } }'
  const shared = written(query, { box: { rows } }, { sharedAt: ['box.rows.inner'] })
  expect(shared).toEqual(written(query, { box: { rows } }))
  expect(shared.misfits).toEqual(['box.rows.0.inner.count', 'box.rows.1.inner.count'])
})
