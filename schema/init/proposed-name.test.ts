import { expect, test } from 'vitest'
import { camelCase, enumCase, pascalCase, proposedName, valueWords } from './proposed-name.ts'
import { takenNames, typeNames } from './taken-names.ts'

test.each([
  ['ho_ten', 'fullName', 'glossary'],
  ['Họ và tên', 'fullName', 'glossary'],
  ['NgàySinh', 'birthDate', 'glossary'],
  ['MA_DON_VI', 'unitCode', 'glossary'],
  ['mã tỉnh', 'provinceCode', 'glossary'],
  ['so_cccd', 'personalNumber', 'glossary'],
  ['tong_so_tien', 'totalAmount', 'glossary'],
  ['đơn_vị', 'unit', 'glossary'],
  ['employee_id', 'employeeId', 'kept'],
  ['HTTPServerId', 'httpServerId', 'kept'],
  ['so_hieu_la', 'soHieuLa', 'kept'],
  ['__typename', 'typename', 'kept'],
  ['constructor', 'constructor', 'kept'],
  ['1st', 'n1st', 'kept'],
  ['😀', 'column', 'made'],
  ['', 'column', 'made'],
] as const)('%s is called %s (%s)', (written, field, from) => {
  const name = proposedName(written, 'column')
  expect(camelCase(name.words)).toBe(field)
  expect(name.from).toBe(from)
})

test('a table loses its technical prefix, a column keeps its first word', () => {
  expect(pascalCase(proposedName('dm_ngan_hang', 'table').words)).toBe('Bank')
  expect(pascalCase(proposedName('tbl_order', 'table').words)).toBe('Order')
  expect(pascalCase(proposedName('dm', 'table').words)).toBe('Dm')
  expect(camelCase(proposedName('v_x', 'column').words)).toBe('vX')
})

test('values of lists have senses of their own', () => {
  expect(
    ['Nam', 'Nữ', 'đã giải quyết', 'FDI', '1', '😀', ''].map((one) => enumCase(valueWords(one))),
  ).toEqual(['MALE', 'FEMALE', 'SETTLED', 'FDI', 'V_1', 'VALUE', 'VALUE'])
})

test('a name that is taken, or whose generated names are, gets a number', () => {
  const names = takenNames(['UnitFilter', 'x'])
  expect(names.claim('Unit', typeNames)).toBe('Unit2')
  expect(names.claim('unit2')).toBe('unit22')
  expect(names.isFree('X')).toBe(false)
  expect(names.claim('y')).toBe('y')
  expect(names.claim('Y')).toBe('Y2')
})
