import type { RowAccess } from './row-access.ts'

/** Whether every row that `inner` opens is surely opened by `outer` too. */
export function covers(outer: RowAccess, inner: RowAccess): boolean {
  if (outer.whole) return true
  const { whole, ...lists } = inner
  return (
    !whole && scopeNames.every((name) => lists[name].every((code) => outer[name].includes(code)))
  )
}

const scopeNames = [
  'subjects',
  'provinces',
  'communes',
  'facilities',
  'institutions',
  'keys',
] as const
