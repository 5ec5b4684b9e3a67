import { expect, test } from 'vitest'
import { fitting } from './export-run.ts'

test('a title becomes a name that every file system takes', () => {
  expect(fitting('Đơn thuốc: tháng 8/2026 "mới"?')).toBe('Đơn thuốc tháng 8 2026 mới')
  expect(fitting('/:*')).toBe('lien-thong')
  expect(fitting('x'.repeat(200))).toHaveLength(80)
})
