import { LRUCache } from 'lru-cache'
import { type CacheState, emptyUse, looked } from './cache-state.ts'

/** A bounded memory in which what is used again outlives what came once. */
export interface Shelf<T> {
  /** What is kept; it counts as used. */
  get(key: string): T | undefined
  peek(key: string): T | undefined
  /** Keeps a value that takes so many bytes, unless they are more than a quarter of all. */
  set(key: string, value: T, bytes: number): void
  /** Those that were used again first, the last used before others. */
  values(): Iterable<T>
  state(): CacheState
}

/** The part of the bytes for what was not used again yet. */
const newcomers = 1 / 4

/**
 * Opens a memory of `maxBytes`, as its user weighs. What is new takes a quarter of it at most, the rest is for what
 * was used again, so that thousands of documents that come once neither push out the others nor fill the heap with
 * what nobody asks for again. In each part the one that was not used for longest leaves first.
 */
export function openShelf<T extends object | string>(name: string, maxBytes: number): Shelf<T> {
  const fresh = new LRUCache<string, T>({ maxSize: maxBytes * newcomers })
  const regular = new LRUCache<string, T>({ maxSize: maxBytes * (1 - newcomers) })
  const use = emptyUse()
  const find = (key: string): T | undefined => {
    const known = regular.get(key)
    if (known !== undefined) return known
    const size = fresh.info(key)?.size
    const again = fresh.peek(key)
    if (again === undefined || size === undefined) return undefined
    fresh.delete(key)
    regular.set(key, again, { size })
    return again
  }
  return {
    get: (key) => looked(use, find(key)),
    peek: (key) => regular.peek(key) ?? fresh.peek(key),
    set(key, value, bytes) {
      const size = Math.max(1, Math.ceil(bytes))
      if (regular.has(key)) regular.set(key, value, { size })
      else fresh.set(key, value, { size })
    },
    *values() {
      yield* regular.values()
      yield* fresh.values()
    },
    state: () => ({
      name,
      entries: regular.size + fresh.size,
      bytes: regular.calculatedSize + fresh.calculatedSize,
      maxBytes,
      ...use,
    }),
  }
}
