/** An object as ministries answer it. The same one may stand at several places of an answer. */
export type Fetched = Record<string, unknown>

/** True for an object that a selection may be read from; a list or a value is none. */
export function isFetched(value: unknown): value is Fetched {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A field of a fetched object; names that every object inherits count only when the ministry sent them. (What
 * is inherited is told by what it is, since JSON knows no functions: to ask whose it is costs more than to read it.)
 */
export function fieldOf(object: Fetched, name: string): unknown {
  const value = object[name]
  return typeof value === 'function' || value === Object.prototype ? undefined : value
}
