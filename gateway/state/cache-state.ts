import type { LRUCache } from 'lru-cache'

/** What a bounded memory holds. */
export interface CacheState {
  readonly name: string
  readonly entries: number
  /** As its owner weighs its entries. */
  readonly bytes: number
  readonly maxBytes: number
  /** How often what was asked for was there, and was not, since it was opened. */
  readonly hits: number
  readonly misses: number
}

/** How often what a cache was asked for was there, and was not. */
export interface CacheUse {
  hits: number
  misses: number
}

export function emptyUse(): CacheUse {
  return { hits: 0, misses: 0 }
}

/** Counts one look; answers what was found. */
export function looked<T>(use: CacheUse, found: T): T {
  if (found === undefined) use.misses++
  else use.hits++
  return found
}

/** The state of a cache whose entries are weighed. */
export function cacheState<Key extends object | string, Value extends object | string>(
  name: string,
  { size, calculatedSize, maxSize }: LRUCache<Key, Value>,
  { hits, misses }: CacheUse,
): CacheState {
  return { name, entries: size, bytes: calculatedSize, maxBytes: maxSize, hits, misses }
}
