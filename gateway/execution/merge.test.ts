import { expect, test } from 'vitest'
import { copied, mergeFields } from './merge.ts'
import { openRoom } from './room.ts'

const merged = (
  target: Record<string, unknown>,
  source: Record<string, unknown>,
  names = Object.keys(source),
) => {
  mergeFields(target, source, names, (name) => name === 'Book')
  return target
}

test('only what was asked is taken, and a null takes nothing away', () => {
  expect(merged({ a: 1 }, { b: 2, c: 3 }, ['b'])).toEqual({ a: 1, b: 2 })
  expect(merged({ a: { x: 1 } }, { a: null })).toEqual({ a: { x: 1 } })
  expect(merged({ a: null }, { a: { x: 1 } })).toEqual({ a: { x: 1 } })
  expect(merged({}, { a: null })).toEqual({ a: null })
})

test('objects and lists of objects are merged within', () => {
  expect(
    merged({ a: { x: 1 }, l: [{ x: 1 }, null] }, { a: { y: 2 }, l: [{ y: 2 }, { y: 3 }] }),
  ).toEqual({ a: { x: 1, y: 2 }, l: [{ x: 1, y: 2 }, { y: 3 }] })
})

test("an object's own type is kept where an interface's name is given for it", () => {
  expect(merged({ __typename: 'Book' }, { __typename: 'Media' })).toEqual({ __typename: 'Book' })
  expect(merged({ __typename: 'Media' }, { __typename: 'Book' })).toEqual({ __typename: 'Book' })
})

test('names that every object has are taken from what was sent alone', () => {
  expect(Object.hasOwn(merged({}, {}, ['toString']), 'toString')).toBe(false)
  expect(merged({}, { toString: 't' })).toEqual({ toString: 't' })
})

test('a copy shares nothing', () => {
  const original = { a: [{ b: 1 }] }
  const copy = copied(original, openRoom())
  expect(copy).toEqual(original)
  expect(copy.a[0]).not.toBe(original.a[0])
})
