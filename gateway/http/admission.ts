import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'

export interface AdmissionLimit {
  /** Requests for data that are under way at once, at most. */
  readonly requestsAtOnce: number
  /** Where data is asked for, as it was registered; other doors are always open. */
  readonly paths: ReadonlySet<string>
  readonly log: Logger
}

const retryAfterSeconds = 1
/** Milliseconds that one line of the log stands for. */
const periodMs = 60_000

/**
 * Refuses what is more than can be worked on at once, with OVERLOADED, before the body is read or a token is looked at:
 * those who were let in are then answered in time, where otherwise all would wait past their deadlines.
 */
export function admit(app: FastifyInstance, { requestsAtOnce, paths, log }: AdmissionLimit): void {
  let underWay = 0
  let refused = 0
  const told = (): void => {
    if (refused > 0)
      log.warn({ refused, requestsAtOnce, periodMs }, 'requests were too many at once')
    refused = 0
  }
  const timer = setInterval(told, periodMs).unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    told()
  })
  app.addHook('onRequest', async ({ routeOptions }, reply) => {
    if (!paths.has(routeOptions.url ?? '')) return
    if (underWay >= requestsAtOnce) {
      refused++
      throw new CodedError('OVERLOADED', undefined, {
        limit: 'requestsAtOnce',
        allowed: requestsAtOnce,
        retryAfterSeconds,
      })
    }
    underWay++
    reply.raw.once('close', () => {
      underWay--
    })
  })
}
