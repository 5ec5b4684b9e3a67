import { LRUCache } from 'lru-cache'
import type { Counters } from './counters.ts'
import { type PersonSketch, personSketch } from './person-sketch.ts'

interface Window {
  used: number
  readonly endsAt: number
}

/** Windows that are known at once; who has been away longest begins anew. */
const maxWindows = 200_000
/** Callers whose persons of the day are known; 16 KiB each, where they are many. */
const maxSketches = 2000

/** Counters of this process alone, which also repeat what shared ones said. */
export interface MemoryCounters extends Counters {
  /** What a window holds by the word of shared counters. */
  repeat(key: string, used: number, resetMs: number): void
}

/** Opens counters in memory. `now` is in milliseconds and never goes back: setting the clock moves no window. */
export function memoryCounters(now: () => number = () => performance.now()): MemoryCounters {
  const windows = new LRUCache<string, Window>({ max: maxWindows })
  const sketches = new LRUCache<string, { sketch: PersonSketch; endsAt: number }>({
    max: maxSketches,
  })
  const windowOf = (key: string): Window | undefined => {
    const window = windows.get(key)
    return window !== undefined && window.endsAt > now() ? window : undefined
  }
  return {
    take({ key, amount, most, windowMs }) {
      const window = windowOf(key) ?? { used: 0, endsAt: now() + windowMs }
      const isTaken = window.used + amount <= most
      if (isTaken) {
        window.used += amount
        windows.set(key, window)
      }
      return Promise.resolve({ isTaken, used: window.used, resetMs: window.endsAt - now() })
    },
    correct(key, by) {
      const window = windowOf(key)
      if (window !== undefined) window.used = Math.max(0, window.used + by)
      return Promise.resolve()
    },
    addPersons({ key, persons, most, forMs }) {
      const known = sketches.get(key)
      const isKnown = known !== undefined && known.endsAt > now()
      const sketch = isKnown ? known.sketch.copy() : personSketch()
      for (const person of persons) sketch.add(person)
      const count = sketch.count()
      const isTaken = count <= most
      if (isTaken) sketches.set(key, { sketch, endsAt: isKnown ? known.endsAt : now() + forMs })
      return Promise.resolve({ isTaken, count })
    },
    repeat(key, used, resetMs) {
      windows.set(key, { used, endsAt: now() + resetMs })
    },
  }
}
