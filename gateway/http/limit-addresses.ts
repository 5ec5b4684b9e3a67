import type { FastifyInstance } from 'fastify'
import type { Rates } from '../rates/rates.ts'
import { failureOf } from './failure.ts'

/**
 * Limits what an address does while nobody is known to ask: whoever is refused with 401 too often gets 429 in its place.
 * A valid token is never refused for its address: many may stand behind one.
 */
export function limitAddresses(app: FastifyInstance, rates: Rates): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (reply.statusCode !== 401) return payload
    try {
      await rates.takeFrom(request.ip, 'unknown')
      return payload
    } catch (error) {
      const { status, type, body, headers } = failureOf(error, request)
      void reply.code(status).removeHeader('content-length').removeHeader('www-authenticate')
      void reply.headers(headers).type(type)
      return body
    }
  })
}
