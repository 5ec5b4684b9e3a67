import { expect, test } from 'vitest'
import { openShelf } from './shelf.ts'

test('what came once pushes out what came once, and nothing that was used again', () => {
  const shelf = openShelf<string>('texts', 400)
  shelf.set('often', 'o', 100)
  expect(shelf.get('often')).toBe('o')
  for (let i = 0; i < 1000; i++) shelf.set(`once ${i}`, String(i), 50)
  expect(shelf.get('often')).toBe('o')
  expect([...shelf.values()]).toEqual(['o', '999', '998'])
  expect(shelf.state()).toMatchObject({
    name: 'texts',
    entries: 3,
    bytes: 200,
    maxBytes: 400,
    hits: 2,
    misses: 0,
  })
})

test('a look is no use, and a new value takes the place of the old one', () => {
  const shelf = openShelf<string>('texts', 400)
  shelf.set('a', 'one', 100)
  expect(shelf.peek('a')).toBe('one')
  shelf.set('b', 'two', 100)
  expect(shelf.peek('a')).toBeUndefined()
  expect(shelf.get('b')).toBe('two')
  shelf.set('b', 'three', 60)
  expect(shelf.get('b')).toBe('three')
  expect(shelf.state()).toMatchObject({ entries: 1, bytes: 60 })
})

test('keeps what takes a quarter of its bytes, and nothing larger', () => {
  const shelf = openShelf<string>('texts', 400)
  shelf.set('a', 'fits', 100)
  shelf.set('b', 'too large', 101)
  expect(shelf.peek('a')).toBe('fits')
  expect(shelf.peek('b')).toBeUndefined()
})
