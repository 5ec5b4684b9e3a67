import { expect, test } from 'vitest'
import { cellText, compareCells } from './cell.ts'
import { columnName } from './column-name.ts'
import { tablesOf, withheldBy } from './tables.ts'

const groups = {
  prescriptionGroups: {
    groups: [
      {
        key: { province: { code: '01', name: 'Hà Nội' }, issuedAt: '2026-01-01T00:00:00Z' },
        count: 12,
        drugDays: { avg: 6.5 },
        disclosure: { status: 'SHOWN', reason: null },
      },
      {
        key: { province: { code: '04', name: 'Cao Bằng' }, issuedAt: '2026-01-01T00:00:00Z' },
        count: null,
        drugDays: { avg: null },
        disclosure: { status: 'SUPPRESSED', reason: 'Quá ít người' },
      },
    ],
    totals: { count: 20 },
    groupCount: 2,
    truncated: true,
  },
}

test('groups become a table: keys and measures are columns, totals stand beside', () => {
  const [table, ...others] = tablesOf(groups)
  expect(others).toEqual([])
  expect(table?.id).toBe('prescriptionGroups.groups')
  expect(table?.columns.map(({ id, kind }) => [id, kind])).toEqual([
    ['key.province.code', 'text'],
    ['key.province.name', 'text'],
    ['key.issuedAt', 'moment'],
    ['count', 'number'],
    ['drugDays.avg', 'number'],
  ])
  expect(table?.columns.map(columnName)).toEqual([
    'province · code',
    'province · name',
    'issuedAt',
    'count',
    'drugDays · avg',
  ])
  expect(table?.beside).toEqual([
    { id: 'totals.count', value: 20 },
    { id: 'groupCount', value: 2 },
  ])
  expect(table?.truncated).toBe(true)
})

test('a withheld figure is told from one that is not there', () => {
  const [table] = tablesOf(groups)
  const [shown, withheld] = table?.rows ?? []
  const average = table?.columns[4]
  if (shown === undefined || withheld === undefined || average === undefined)
    throw new Error('no rows')
  expect(withheldBy(withheld, average, null)).toBe('Quá ít người')
  expect(withheldBy(shown, average, null)).toBeUndefined()
  expect(withheldBy(withheld, average, 3)).toBeUndefined()
})

test('a disclosure inside of a row withholds what stands beside it alone', () => {
  const [table] = tablesOf({
    provinces: {
      nodes: [
        {
          name: 'Huế',
          a: { count: null, disclosure: { status: 'SUPPRESSED', reason: 'x' } },
          b: { count: null },
        },
      ],
    },
  })
  const [row] = table?.rows ?? []
  const [, a, b] = table?.columns ?? []
  if (row === undefined || a === undefined || b === undefined) throw new Error('no row')
  expect(withheldBy(row, a, null)).toBe('x')
  expect(withheldBy(row, b, null)).toBeUndefined()
})

test('several lists are several tables, and what is no list is one more', () => {
  const tables = tablesOf({
    a: { nodes: [{ x: 1 }], pageInfo: { hasNextPage: true } },
    b: { nodes: [{ y: 1 }, { y: 2 }] },
    c: { count: 3 },
  })
  expect(tables.map(({ id, rows }) => [id, rows.length])).toEqual([
    ['b.nodes', 2],
    ['a.nodes', 1],
    ['', 1],
  ])
  expect(tables[1]?.hasNextPage).toBe(true)
  expect(tables[2]?.columns.map(({ id }) => id)).toEqual(['c.count'])
})

test('an answer without lists is one row; an empty connection is a table without rows', () => {
  expect(tablesOf({ me: { name: 'An', household: { id: '1' } } })).toMatchObject([
    { id: '', columns: [{ id: 'me.name' }, { id: 'me.household.id' }] },
  ])
  expect(tablesOf({ provinces: { nodes: [] } })).toMatchObject([
    { id: 'provinces.nodes', rows: [] },
  ])
  expect(tablesOf(null)).toEqual([])
})

test('lists inside of rows are one cell, also behind a connection', () => {
  const [table] = tablesOf({
    parcels: {
      nodes: [{ id: 'p', uses: [{ code: 'LUC' }], holders: { nodes: [{ n: 1 }, { n: 2 }] } }],
    },
  })
  expect(table?.columns.map(({ id, kind }) => [id, kind])).toEqual([
    ['id', 'text'],
    ['uses', 'list'],
    ['holders', 'list'],
  ])
  expect(table?.rows[0]?.cells[2]).toHaveLength(2)
})

test('cells are ordered as Vietnamese orders them, and what is missing comes last either way', () => {
  const sorted = (descending: boolean) =>
    ['Đà Nẵng', null, 'An Giang', 'Điện Biên', 'Cà Mau'].toSorted((one, other) =>
      compareCells('text', one, other, descending),
    )
  expect(sorted(false)).toEqual(['An Giang', 'Cà Mau', 'Đà Nẵng', 'Điện Biên', null])
  expect(sorted(true)).toEqual(['Điện Biên', 'Đà Nẵng', 'Cà Mau', 'An Giang', null])
  expect(compareCells('number', 10, 9, false)).toBeGreaterThan(0)
})

test('moments at which days begin in Viet Nam are days', () => {
  const [table] = tablesOf({ nodes: [{ at: '2025-12-31T17:00:00.000Z' }, { at: null }] })
  expect(table?.columns[0]?.kind).toBe('midnight')
  expect(cellText('vi', 'midnight', '2025-12-31T17:00:00.000Z')).toBe('01/01/2026')
})

test('a band of numbers is one cell', () => {
  const [table] = tablesOf({
    groups: [
      { key: { age: { from: 0, to: 5 } } },
      { key: { age: { from: 80, to: null } } },
      { key: { age: { from: null, to: 10.5 } } },
      { key: { age: { from: 0.5, to: 1.5 } } },
    ],
  })
  expect(table?.rows.map(({ cells }) => cells[0])).toEqual(['0–4', '≥ 80', '< 10.5', '0.5–<1.5'])
})

test('an object that is missing in some rows is no column beside those of its fields', () => {
  const [table] = tablesOf({
    households: {
      nodes: [
        { id: 'a', head: null, house: null },
        { id: 'b', head: { name: 'An', home: { code: '1' } }, house: null },
        { id: 'c', head: { name: 'Bình', home: null }, house: null },
      ],
    },
  })
  expect(table?.columns.map(({ id }) => id)).toEqual(['id', 'house', 'head.name', 'head.home.code'])
  expect(table?.rows.map(({ cells }) => cells)).toEqual([
    ['a', null, undefined, undefined],
    ['b', null, 'An', '1'],
    ['c', null, 'Bình', undefined],
  ])
})
