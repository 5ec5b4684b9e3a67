import { LRUCache } from 'lru-cache'

/** Hashes kept: a facility's patients of a day, a school's learners. */
const kept = 50_000

/** The same function, which remembers its answers: a keyed hash costs as much as ten fields of a row. */
export function remembered(hash: (text: string) => string): (text: string) => string {
  const known = new LRUCache<string, string>({ max: kept })
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = hash(text)
    known.set(text, made)
    return made
  }
}
