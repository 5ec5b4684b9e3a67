import { randomUUID } from 'node:crypto'

/**
 * A UUID of version 7 (RFC 9562, 5.7): milliseconds first, so that an index grows at its end. Its random part is that of
 * a UUID of version 4, for which Node keeps random bytes in store.
 */
export function timeOrderedId(at: number): string {
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
