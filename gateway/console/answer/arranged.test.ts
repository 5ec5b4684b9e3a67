import { expect, test } from 'vitest'
import { orderOf, shownColumns, sortedBy, toggled, unarranged, widthOf } from './arranged.ts'
import { tablesOf } from './tables.ts'

const [table] = tablesOf({
  nodes: [
    { name: 'Huế', count: 3 },
    { name: 'An Giang', count: 3 },
    { name: 'Cà Mau', count: null },
    { name: 'Đà Nẵng', count: 1 },
  ],
})
if (table === undefined) throw new Error('no table')

test('a column is sorted up, then down, then as asked', () => {
  const up = sortedBy(unarranged, 'count')
  expect([...orderOf(table, up)]).toEqual([3, 0, 1, 2])
  const down = sortedBy(up, 'count')
  expect([...orderOf(table, down)]).toEqual([0, 1, 3, 2])
  const asked = sortedBy(down, 'count')
  expect([...orderOf(table, asked)]).toEqual([0, 1, 2, 3])
  expect([...orderOf(table, sortedBy(down, 'name'))]).toEqual([1, 2, 3, 0])
})

test('pinned columns come first, hidden ones not at all', () => {
  const arrangement = { ...unarranged, pinned: ['count'] }
  expect(shownColumns(table, arrangement).map(({ id, at }) => [id, at])).toEqual([
    ['count', 1],
    ['name', 0],
  ])
  const hidden = { ...arrangement, hidden: toggled([], 'count') }
  expect(shownColumns(table, hidden).map(({ id }) => id)).toEqual(['name'])
  expect(toggled(hidden.hidden, 'count')).toEqual([])
})

test('a column is as wide as what stands in it, within bounds', () => {
  expect(widthOf('a', [])).toBe(64)
  expect(widthOf('a', ['x'.repeat(500)])).toBe(340)
  expect(widthOf('name', ['x'.repeat(20)])).toBe(174)
})
