import { expect, test } from 'vitest'
import { allRows, noRows } from './row-scope.ts'
import { scopeCovers } from './scope-covers.ts'

const of = (provinces: readonly string[]) => ({ ...noRows, provinces })

test.each([
  ['everything by everything', allRows, allRows, true],
  ['a part by everything', allRows, of(['01']), true],
  ['everything by a part', of(['01']), allRows, false],
  ['a part by itself', of(['01', '79']), of(['79', '01']), true],
  ['a part by less', of(['01']), of(['01', '79']), false],
  ['a part by another kind', { ...noRows, communes: ['01'] }, of(['01']), false],
  ['exact keys by none', noRows, { ...noRows, byKey: true }, false],
  ['exact keys by exact keys', { ...noRows, byKey: true }, { ...noRows, byKey: true }, true],
  ['something by nothing', undefined, of(['01']), false],
  ['nothing by nothing', undefined, noRows, true],
])('covers %s: %j %j', (_what, outer, inner, covered) => {
  expect(scopeCovers(outer, inner)).toBe(covered)
})
