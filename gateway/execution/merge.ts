import { type Fetched, isFetched } from './fetched.ts'

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
    const value = source[name]
    if (value === undefined || (typeof value === 'function' && !Object.hasOwn(source, name)))
      continue
    if (name === '__typename' && isObjectType(target[name])) continue
    target[name] = merged(target[name], value, isObjectType)
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

/** A copy that shares no object with the original. */
export function copied<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copied) as T
  const copy: Fetched = {}
  for (const [name, inner] of Object.entries(value)) copy[name] = copied(inner)
  return copy as T
}
