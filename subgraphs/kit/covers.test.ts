import { describe, expect, it } from 'vitest'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { covers } from './covers.ts'
import type { RowAccess } from './row-access.ts'

const whole: RowAccess = { ...allRows, keys: [], compartments: [] }
const rows = (some: Partial<RowAccess>): RowAccess => ({
  ...noRows,
  keys: [],
  compartments: [],
  ...some,
})

describe('covers', () => {
  it.each([
    ['everything covers everything', whole, whole, true],
    ['everything covers a province', whole, rows({ provinces: ['01'] }), true],
    ['a province covers itself', rows({ provinces: ['01'] }), rows({ provinces: ['01'] }), true],
    ['two cover one', rows({ provinces: ['01', '24'] }), rows({ provinces: ['01'] }), true],
    [
      'one does not cover two',
      rows({ provinces: ['01'] }),
      rows({ provinces: ['01', '24'] }),
      false,
    ],
    ['the own record does not cover all', rows({ subjects: ['901000000001'] }), whole, false],
    ['no code is of another kind', rows({ communes: ['01'] }), rows({ provinces: ['01'] }), false],
    ['nothing covers a key', rows({}), rows({ keys: ['a'] }), false],
    ['nothing covers nothing', rows({}), rows({}), true],
  ])('%s', (_name, outer, inner, expected) => expect(covers(outer, inner)).toBe(expected))
})
