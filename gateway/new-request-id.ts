import { randomUUID } from 'node:crypto'

/** A new id of a request. None ends in twelve digits: the audit journal would take them for a personal number. */
export function newRequestId(): string {
  const id = randomUUID()
  return /\d{12}$/.test(id) ? newRequestId() : id
}
