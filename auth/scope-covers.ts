import { type RowScope, noRows } from './row-scope.ts'

const lists = ['subjects', 'provinces', 'communes', 'facilities', 'institutions'] as const

/** Whether every row that `inner` opens is surely opened by `outer` too; no scope opens no row. */
export function scopeCovers(outer: RowScope = noRows, inner: RowScope): boolean {
  if (outer.whole) return true
  if (inner.whole || (inner.byKey && !outer.byKey)) return false
  return lists.every((list) => inner[list].every((code) => outer[list].includes(code)))
}
