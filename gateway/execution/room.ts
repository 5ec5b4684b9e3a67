import { CodedError } from '../../schema/errors.ts'

/** What one answer may still take. */
export interface Room {
  /** Takes objects that are looked at or copied. Fails with COST_EXCEEDED. */
  take(objects: number): void
}

/** Objects that are looked at or copied for one answer, at most; a copy takes about 100 bytes. */
export const maxVisits = 2_000_000

/**
 * Opens the room of one answer. Few objects can make an answer without end where they hold each other (the parcels of
 * the owners of the parcels of …): each is fetched once, but stands at every place.
 */
export function openRoom(most = maxVisits): Room {
  let left = most
  return {
    take(objects) {
      left -= objects
      if (left < 0) throw tooMuch('objects', most, `more than ${most}`)
    },
  }
}

/** The refusal of an answer that passes a limit. */
export function tooMuch(
  limit: 'objects' | 'characters',
  allowed: number,
  got: number | string,
): CodedError {
  return new CodedError(
    'COST_EXCEEDED',
    `The answer passes the limit ${limit}: at most ${allowed}, got ${got}.`,
    { limit, allowed, got },
  )
}
