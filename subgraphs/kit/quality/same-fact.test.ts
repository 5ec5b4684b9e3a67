import { expect, test } from 'vitest'
import { sameFact } from './same-fact.ts'

test.each([
  ['Nguyễn Thị Hòa', 'Nguyễn Thị Hoà'],
  ['Nguyễn Thị Hòa', 'NGUYỄN  THỊ HÒA '],
  ['Trần Thúy', 'Trần Thúy'.normalize('NFD')],
  ['1988-02-29', '1988-02-29'],
])('%s and %s are the same', (one, other) => {
  expect(sameFact(one, other)).toBe(true)
})

test.each([
  ['Nguyễn Thị Hoa', 'Nguyễn Thị Hòa'],
  ['Nguyễn Thị Hoa', 'Nguyễn Thị'],
  ['Lê Thu Hà', 'Lê Hà Thu'],
  ['Đỗ An', 'Dỗ An'],
  ['1988-02-29', '1988-03-01'],
])('%s and %s are not', (one, other) => {
  expect(sameFact(one, other)).toBe(false)
})
