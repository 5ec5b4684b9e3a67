import type { IncomingMessage } from 'node:http'
import { newRequestId } from '../new-request-id.ts'

/** A client's own id when it is one plain word of letters, digits and hyphens, else a new one. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : newRequestId()
}
