import { expect, test } from 'vitest'
import { inputKind, searchOf, typedOf, valuesIn, variableOf } from './parameters.ts'
import { idOf } from './report.ts'

const sexes = (type: string) => (type === 'Sex' ? ['MALE', 'FEMALE'] : undefined)

test.each([
  ['from', 'Date!', 'date'],
  ['from', 'DateTime', 'date'],
  ['n', 'Int!', 'number'],
  ['isHead', 'Boolean', 'yesNo'],
  ['provinceCode', 'String!', 'province'],
  ['codes', '[String!]!', 'list'],
  ['sex', 'Sex', 'choice'],
  ['where', 'ParcelFilter', 'json'],
  ['name', 'String', 'text'],
])('%s: %s is typed as %s', (name, type, kind) => {
  expect(inputKind({ name, type }, sexes)).toBe(kind)
})

test('what is typed becomes a variable of its type, and nothing typed is no variable', () => {
  expect(variableOf({ type: 'Float' }, 'number', '1,5')).toBe(1.5)
  expect(variableOf({ type: '[Int!]' }, 'list', '1, 2')).toEqual([1, 2])
  expect(variableOf({ type: '[String!]' }, 'list', '01\n79,')).toEqual(['01', '79'])
  expect(variableOf({ type: 'Boolean' }, 'yesNo', 'false')).toBe(false)
  expect(variableOf({ type: 'F' }, 'json', '{"a":1}')).toEqual({ a: 1 })
  expect(variableOf({ type: 'String' }, 'text', '  ')).toBeUndefined()
})

test('an address keeps what was typed', () => {
  const values = { province: '01', from: '2026-01-01', empty: '' }
  expect(valuesIn(searchOf(values))).toEqual({ province: '01', from: '2026-01-01' })
  expect(searchOf({})).toBe('')
  expect(typedOf(['a', 'b'])).toBe('a, b')
  expect(typedOf(null)).toBe('')
})

test('an id is made of a title', () => {
  expect(idOf('Đất bình quân mỗi hộ (m²)')).toBe('dat-binh-quan-moi-ho-m')
})
