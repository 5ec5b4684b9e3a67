import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A client's own id when it is one plain word of letters, digits and hyphens, else a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : newId()
}

/** None ends in twelve digits: the audit journal would take them for a personal number. */
function newId(): string {
  const id = randomUUID()
  return /\d{12}$/.test(id) ? newId() : id
}
