import type { CacheState } from '../state/cache-state.ts'
import { openShelf } from '../state/shelf.ts'

/** What was made for a key, and the heap that it takes. */
export interface Made<T> {
  readonly value: T
  readonly bytes: number
}

/** Plans, made once for each key while they are used. */
export interface KeptPlans<K, T> {
  /** What is kept, at once; else what `make` makes, asked for once by all who wait. A failure is not kept. */
  take(key: K, make: () => Promise<Made<T>>): T | Promise<T>
  /** Keys by use, the most used first. */
  mostUsed(limit: number): readonly Used<K>[]
  /** Counts uses that happened elsewhere. */
  credit(key: K, uses: number): void
  state(): CacheState
}

export interface Used<K> {
  readonly key: K
  readonly uses: number
}

interface Kept<K, T> {
  readonly key: K
  readonly value: T
  uses: number
}

/** Opens a store within `maxBytes`, in which plans that are used again stay (shelf.ts). */
export function openKeptPlans<K, T>(maxBytes: number, nameOf: (key: K) => string): KeptPlans<K, T> {
  const kept = openShelf<Kept<K, T>>('plans', maxBytes)
  const making = new Map<string, Promise<T>>()

  const made = async (name: string, key: K, make: () => Promise<Made<T>>): Promise<T> => {
    try {
      const { value, bytes } = await make()
      kept.set(name, { key, value, uses: 1 }, bytes)
      return value
    } finally {
      making.delete(name)
    }
  }

  return {
    take(key, make) {
      const name = nameOf(key)
      const known = kept.get(name)
      if (known) {
        known.uses++
        return known.value
      }
      const waiting = making.get(name) ?? made(name, key, make)
      making.set(name, waiting)
      return waiting
    },
    mostUsed: (limit) =>
      [...kept.values()]
        .sort((a, b) => b.uses - a.uses)
        .slice(0, limit)
        .map(({ key, uses }) => ({ key, uses })),
    credit(key, uses) {
      const known = uses > 0 ? kept.get(nameOf(key)) : undefined
      if (known) known.uses += uses
    },
    state: () => kept.state(),
  }
}
