import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

/** Milliseconds that one line of the log stands for. */
const periodMs = 60_000

/**
 * Counts the requests that were refused because nobody is known to ask (401), by path, and logs the sum once a
 * period in which there were some, and when the server closes. They leave no record in the audit journal: an
 * unknown caller could fill it. No token, address or text of the caller is logged.
 */
export function countUnknownCallers(app: FastifyInstance, log: Logger, everyMs = periodMs): void {
  let refused: Record<string, number> = {}
  const told = (): void => {
    if (Object.keys(refused).length > 0)
      log.warn({ refused, periodMs: everyMs }, 'requests of unknown callers were refused')
    refused = {}
  }
  const timer = setInterval(told, everyMs).unref()
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode !== 401) return
    // A path that is served, never one that a caller made up.
    const path = request.routeOptions.url ?? ''
    refused[path] = (refused[path] ?? 0) + 1
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    told()
  })
}
