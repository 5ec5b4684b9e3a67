import { expect, test } from 'vitest'
import { unarranged } from './arranged.ts'
import { tablesOf } from './tables.ts'
import { tsvOf } from './tsv.ts'

test('a copied table is what is seen, and no cell of it is a formula', () => {
  const [table] = tablesOf({
    nodes: [
      { name: '=1+1', count: -3, note: 'a\tb\nc' },
      { name: 'An', count: 2, note: null },
    ],
  })
  if (table === undefined) throw new Error('no table')
  const arrangement = { ...unarranged, sort: { column: 'name', descending: true } }
  expect(tsvOf(table, arrangement)).toBe("name\tcount\tnote\nAn\t2\t\n'=1+1\t-3\ta b c")
})

test('neither is one in wide letters, behind an end of line, or in quotes', () => {
  const names = ['\uFF1D1+1', '\n=1+1', '"=1+1"', 'a "b"']
  const [table] = tablesOf({ nodes: names.map((name) => ({ name })) })
  if (table === undefined) throw new Error('no table')
  const [, ...lines] = tsvOf(table, unarranged).split('\n')
  expect(lines).toEqual(["'\uFF1D1+1", "' =1+1", '"""=1+1"""', 'a "b"'])
})
