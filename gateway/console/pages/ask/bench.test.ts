import { expect, test } from 'vitest'
import {
  benchFrom,
  changed,
  chosenTab,
  emptyBench,
  tabName,
  tabsAtMost,
  withTab,
  withoutTab,
} from './bench.ts'

const draft = (query: string) => ({ query, variables: '' })

test('a draft takes the empty tab, and stands beside one that is used', () => {
  const one = withTab(emptyBench('1'), '2', draft('{ a }'))
  expect(one).toEqual({ tabs: [{ id: '1', ...draft('{ a }') }], chosen: '1' })
  const two = withTab(one, '2', draft('{ b }'))
  expect(two.tabs).toHaveLength(2)
  expect(chosenTab(two).query).toBe('{ b }')
})

test('there are never more tabs than may be, and always one', () => {
  let bench = emptyBench('0')
  for (let at = 1; at <= tabsAtMost + 3; at++)
    bench = withTab(bench, String(at), draft(`{ f${at} }`))
  expect(bench.tabs).toHaveLength(tabsAtMost)
  expect(chosenTab(bench).query).toBe(`{ f${tabsAtMost + 3} }`)
  for (const { id } of bench.tabs) bench = withoutTab(bench, id, 'spare')
  expect(bench).toEqual(emptyBench('spare'))
})

test('closing the one that is looked at goes to its neighbour', () => {
  const bench = ['2', '3'].reduce(
    (was, id) => withTab(was, id, draft(`{ f${id} }`)),
    changed(emptyBench('1'), '1', draft('{ a }')),
  )
  expect(withoutTab({ ...bench, chosen: '2' }, '2', 'x').chosen).toBe('3')
  expect(withoutTab({ ...bench, chosen: '3' }, '3', 'x').chosen).toBe('2')
  expect(withoutTab({ ...bench, chosen: '3' }, '1', 'x').chosen).toBe('3')
})

test('what was stored comes back, and what is no bench does not', () => {
  const bench = changed(emptyBench('1'), '1', { ...draft('{ a }'), purpose: 'p', operation: 'A' })
  expect(benchFrom(JSON.stringify(bench))).toEqual(bench)
  for (const text of [null, '', '{', '[]', '{"tabs":[]}', '{"tabs":[{"id":1}]}', '{"tabs":3}'])
    expect(benchFrom(text)).toBeUndefined()
})

test('a tab is named by its operation, or by what it asks for', () => {
  expect(tabName({ query: '# query Not\nquery Land($a: Int) { parcels }' })).toBe('Land')
  expect(tabName({ query: '{ few: provinces { code } }' })).toBe('provinces')
  expect(tabName({ query: ' # nothing' })).toBeUndefined()
})
