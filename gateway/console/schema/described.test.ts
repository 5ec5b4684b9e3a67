import { expect, test } from 'vitest'
import { described } from './described.ts'

test('a description is read in one language, or whole where it has not two parts', () => {
  expect(described('vi', 'Diện tích · Area')).toBe('Diện tích')
  expect(described('en', 'Diện tích · Area')).toBe('Area')
  expect(described('en', 'Area alone')).toBe('Area alone')
  expect(described('en', 'a · b · c')).toBe('a · b · c')
  expect(described('en', null)).toBe('')
})
