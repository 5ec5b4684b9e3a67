import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { expect, test } from 'vitest'
import { compileRepresentation } from './representation.ts'

const isOfType = (name: string, condition: string): boolean =>
  name === condition || (condition === 'Media' && ['Book', 'Film'].includes(name))
type Selection = QueryPlanSelectionNode
const field = (name: string, ...selections: Selection[]): Selection => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 ? { selections } : {}),
})
const on = (typeCondition: string, ...selections: Selection[]): Selection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
})

const keyed = compileRepresentation(
  [on('Book', field('__typename'), field('id'))],
  undefined,
  isOfType,
)

test('an object is its type and its key; without one of them it is not asked about', () => {
  const represent = keyed()
  expect(represent({ __typename: 'Book', id: 'a"b', title: 't' })).toBe(
    '{"__typename":"Book","id":"a\\"b"}',
  )
  expect(represent({ __typename: 'Book', id: 7 })).toBe('{"__typename":"Book","id":7}')
  expect(represent({ __typename: 'Book', id: null })).toBe('{"__typename":"Book","id":null}')
  expect(represent({ __typename: 'Book' })).toBeUndefined()
  expect(represent({ __typename: 'Film', id: '1' })).toBeUndefined()
  expect(represent({ id: '1' })).toBeUndefined()
  expect(represent({ __typename: 5, id: '1' })).toBeUndefined()
})

test('equal keys give equal texts, a number and its text do not', () => {
  const represent = keyed()
  const texts = ['1', 1, '1', 1].map((id) => represent({ __typename: 'Book', id }))
  expect(texts).toEqual([texts[0], texts[1], texts[0], texts[1]])
  expect(texts[0]).not.toBe(texts[1])
})

test('an interface object is asked by the name of the interface', () => {
  const represent = compileRepresentation(
    [on('Media', field('__typename'), field('id'))],
    [{ kind: 'ValueSetter', path: ['... on Media', '__typename'], setValueTo: 'Media' }],
    isOfType,
  )()
  expect(represent({ __typename: 'Film', id: '1' })).toBe('{"__typename":"Media","id":"1"}')
})

test('required fields within objects and lists are written; where one is missing its object is null', () => {
  const requires = [
    on('Book', field('__typename'), field('id')),
    on('Book', field('parts', field('size'), on('Film', field('length')))),
  ]
  const represent = compileRepresentation(requires, undefined, isOfType)()
  const parts = [{ size: 1 }, null, [{ __typename: 'Film', size: 2, length: 3 }], { other: 1 }]
  expect(JSON.parse(represent({ __typename: 'Book', id: '1', parts }) ?? '')).toEqual({
    __typename: 'Book',
    id: '1',
    parts: [{ size: 1 }, null, [{ size: 2, length: 3 }], null],
  })
})
