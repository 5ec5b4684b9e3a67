import type { LRUCache } from 'lru-cache'

/** What a bounded memory holds. */
export interface CacheState {
  readonly name: string
  readonly entries: number
  /** As its owner weighs its entries. */
  readonly bytes: number
  readonly maxBytes: number
}

/** The state of a cache whose entries are weighed. */
export function cacheState<Key extends object | string, Value extends object | string>(
  name: string,
  { size, calculatedSize, maxSize }: LRUCache<Key, Value>,
): CacheState {
  return { name, entries: size, bytes: calculatedSize, maxBytes: maxSize }
}
