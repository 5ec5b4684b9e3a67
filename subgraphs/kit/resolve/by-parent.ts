import { parentAlias, type ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import { keyText } from './row-by-key.ts'

/** Rows that carry their parent's key. */
export function byParentKey(
  rows: readonly Row[],
  keys: readonly ParentKey[],
): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>(keys.map((key) => [keyText(key), []]))
  const width = keys[0]?.length ?? 0
  for (const row of rows) {
    const key = Array.from({ length: width }, (_, i) => row[parentAlias(i)])
    groups.get(keyText(key))?.push(row)
  }
  return keys.map((key) => groups.get(keyText(key)) ?? [])
}

/** Rows that carry the place of their parent, from 1, and their own place below it. */
export function byOrdinal(
  rows: readonly Row[],
  keys: readonly ParentKey[],
): readonly (readonly Row[])[] {
  const groups = keys.map((): Row[] => [])
  for (const row of rows) groups[Number(row['$parent']) - 1]?.push(row)
  return groups.map((group) => group.sort((a, b) => Number(a['$row']) - Number(b['$row'])))
}
