import { expect, test } from 'vitest'
import { rowsAllowed } from '../gateway/export/export-limits.ts'
import { readSettings } from './settings.ts'

const rowsOf = (text: string) => readSettings({ LIEN_THONG_EXPORT_ROWS: text }).exportRows

test('rows of an export: for all roles, and for those that differ', () => {
  expect(readSettings({}).exportRows).toEqual({ '*': 1_000_000 })
  const rows = rowsOf('1000 citizen=50, analyst=1000000000')
  expect(rows).toEqual({ '*': 1000, citizen: 50, analyst: 1_000_000_000 })
  expect(rowsAllowed({ rows }, ['citizen'])).toBe(50)
  expect(rowsAllowed({ rows }, ['doctor'])).toBe(1000)
  expect(rowsAllowed({ rows }, ['citizen', 'doctor'])).toBe(1000)
  expect(rowsAllowed({ rows }, [])).toBe(1000)
})

test.each([
  '0',
  '-1',
  '1e6',
  '1000000001',
  'citizen=5',
  '5 nobody=5',
  '5 citizen',
  '5 citizen=0',
  '5 citizen=1000000001',
  '5 citizen=1=2',
  '5 citizen=1 citizen=2',
  '5 __proto__=1',
])('refused: %s', (text) => {
  expect(() => rowsOf(text)).toThrow(/LIEN_THONG_EXPORT_ROWS: expected a whole number/)
})
