import type { IncomingMessage } from 'node:http'
import { newRequestId } from '../new-request-id.ts'

/**
 * A client's own id when it is one plain word of letters, digits and hyphens, else a new one. One that may hold a
 * personal number is not kept: the log would tell it, and the journal, which does not, could not be asked for the request.
 */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  const isFit =
    typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) && !/\d{12}/.test(given)
  return isFit ? given : newRequestId()
}
