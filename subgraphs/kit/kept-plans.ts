import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Statement texts that are remembered; one that comes again while it is remembered gets a name. */
const maxTexts = 1000
/** Plans of one connection, at most: each costs memory of the database. Then the connection is replaced. */
const maxPlans = 100

/**
 * Names for prepared statements, so that PostgreSQL parses and plans once a connection what is asked again
 * and again: 1,000 rows by key then cost it less than half (docs/performance.md).
 */
export class KeptPlans {
  readonly #names = new LRUCache<string, string>({ max: maxTexts })
  readonly #kept = new WeakMap<object, Set<string>>()

  /** The text's name on this connection; undefined the first time. */
  nameOf(connection: object, text: string): string | undefined {
    const name = this.#names.get(text)
    if (name === undefined) {
      this.#names.set(text, createHash('sha256').update(text).digest('base64url').slice(0, 32))
      return undefined
    }
    const kept = this.#kept.get(connection) ?? new Set()
    this.#kept.set(connection, kept.add(name))
    return name
  }

  isFull(connection: object): boolean {
    return (this.#kept.get(connection)?.size ?? 0) >= maxPlans
  }
}
