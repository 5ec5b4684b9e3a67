import { expect, test } from 'vitest'
import { tablesOf } from '../answer/tables.ts'
import { chartFor } from './choose.ts'
import { provinceTiles, tileColumns, tileRows } from './province-tiles.ts'
import { drawnOf } from './points.ts'
import { columnOf, pathOf, savedOf, specOf } from './spec.ts'

const specFor = (rows: readonly unknown[]) => {
  const [table] = tablesOf({ nodes: rows })
  if (table === undefined) throw new Error('no table')
  return chartFor(table)
}

const codes = [...provinceTiles.keys()]

test.each([
  ['months are a line', months(1), { kind: 'line', x: 'key.issuedAt', y: ['count'] }],
  [
    'months of a few kinds are a line for each',
    months(3),
    { kind: 'line', x: 'key.issuedAt', y: ['count'], series: 'key.kind' },
  ],
  [
    'months of many kinds are a heat map',
    months(20),
    { kind: 'heatmap', x: 'key.issuedAt', y: ['count'], series: 'key.kind' },
  ],
  [
    'provinces lie on the map',
    codes.map((code, index) => ({ code, name: `n${index}`, totals: { count: index } })),
    { kind: 'tiles', x: 'code', y: ['totals.count'] },
  ],
  [
    'age bands of both sexes are a pyramid',
    ['0–4', '5–9', '10–14', '80+'].flatMap((age) =>
      ['MALE', 'FEMALE'].map((sex) => ({ key: { age, sex }, count: 3 })),
    ),
    { kind: 'pyramid', x: 'key.age', y: ['count'], series: 'key.sex' },
  ],
  [
    'one category is bars',
    [
      { name: 'a', count: 1 },
      { name: 'b', count: 2 },
    ],
    { kind: 'bar', x: 'name', y: ['count'] },
  ],
  [
    'two categories are a heat map',
    ['a', 'b', 'c', 'd'].flatMap((one) =>
      ['p', 'q', 'r', 's', 't'].map((other) => ({ one, other, count: 1 })),
    ),
    { kind: 'heatmap', x: 'one', y: ['count'], series: 'other' },
  ],
  [
    'two measures of very many things are a scatter plot',
    Array.from({ length: 500 }, (_, index) => ({ name: `n${index}`, a: index, b: 2 })),
    { kind: 'scatter', x: 'a', y: ['b'] },
  ],
  ['nothing is drawn of words alone', [{ a: 'x' }, { a: 'y' }], undefined],
  ['nothing is drawn of one row', [{ a: 'x', count: 1 }], undefined],
])('%s', (_, rows, spec) => {
  expect(specFor(rows)).toEqual(spec)
})

test('the map has all provinces, each on a tile of its own', () => {
  expect(provinceTiles.size).toBe(34)
  const places = new Set([...provinceTiles.values()].map(({ column, row }) => `${column} ${row}`))
  expect(places.size).toBe(34)
  for (const { column, row } of provinceTiles.values()) {
    expect(column).toBeLessThan(tileColumns)
    expect(row).toBeLessThan(tileRows)
  }
})

test('a saved chart names paths of the answer, a drawn one columns of the table', () => {
  expect(columnOf('provinces.nodes', 'provinces.nodes[].name')).toBe('name')
  expect(pathOf('provinces.nodes', 'name')).toBe('provinces.nodes[].name')
  expect(
    specOf('g.groups', { kind: 'bar', x: 'g.groups[].key.a', y: ['g.groups[].count'] }),
  ).toEqual({
    kind: 'bar',
    x: 'key.a',
    y: ['count'],
  })
  expect(specOf('g.groups', { kind: 'table' })).toBeUndefined()
})

function months(kinds: number): readonly unknown[] {
  return ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'].flatMap(
    (issuedAt) =>
      Array.from({ length: kinds }, (_, kind) => ({
        key: { issuedAt, kind: kinds === 1 ? 'x' : `k${kind}` },
        count: kind,
      })),
  )
}

test('a saved chart comes back as it was drawn', () => {
  const saved = {
    kind: 'bar' as const,
    x: 'p.nodes[].name',
    y: ['p.nodes[].a.sum'],
    options: { unit: 'm²', divideBy: 'p.nodes[].b.count' },
  }
  const spec = specOf('p.nodes', saved)
  expect(spec?.options).toEqual({ divideBy: 'b.count', unit: 'm²' })
  expect(spec && savedOf('p.nodes', spec)).toEqual(saved)
})

test('figures are told as shares of another column, and not where that is nothing', () => {
  const [table] = tablesOf({
    nodes: [
      { name: 'a', part: 1, all: 4 },
      { name: 'b', part: 1, all: 0 },
      { name: 'c', part: null, all: 4 },
    ],
  })
  const options = { divideBy: 'all', percent: true }
  const drawn = table && drawnOf('vi', table, { kind: 'bar', x: 'name', y: ['part'], options })
  expect(drawn?.points.map(({ y }) => y)).toEqual([25, null, null])
  expect(drawn?.yName).toBe('part (%)')
})
