import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import type { Room } from './room.ts'

/** Tells an object type's name from an interface's, which an interface object's ministry gives. */
export type IsObjectType = (name: unknown) => boolean

/**
 * Adds the fields that one ministry answered about an object to those of others. Only `names` are taken,
 * so that a ministry adds nothing that it was not asked for. A null takes nothing away that another gave;
 * objects and lists of objects that both gave are merged within.
 */
export function mergeFields(
  target: Fetched,
  source: Fetched,
  names: readonly string[],
  isObjectType: IsObjectType,
): void {
  for (const name of names) {
    const value = fieldOf(source, name)
    if (value === undefined) continue
    if (name === '__typename' && isObjectType(target[name])) continue
    target[name] = merged(fieldOf(target, name), value, isObjectType)
  }
}

function merged(known: unknown, value: unknown, isObjectType: IsObjectType): unknown {
  if (typeof known !== 'object' || known === null) return value
  if (value === null) return known
  if (isFetched(known)) {
    if (isFetched(value)) mergeFields(known, value, Object.keys(value), isObjectType)
    return known
  }
  if (Array.isArray(known) && Array.isArray(value) && known.length === value.length)
    for (const [index, item] of value.entries())
      known[index] = merged(known[index], item, isObjectType)
  return known
}

/** A copy that shares no object with the original. Fails with COST_EXCEEDED. */
export function copied<T>(value: T, room: Room): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: unknown) => copied(item, room)) as T
  room.take(1)
  const copy: Fetched = {}
  for (const [name, inner] of Object.entries(value)) copy[name] = copied(inner, room)
  return copy as T
}
