import type { FastifyInstance } from 'fastify'
import type { Journal } from '../audit/journal.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import type { Leaving } from './leaving.ts'

/**
 * `/live`: the process answers. `/ready`: it has a supergraph, which one, and what was refused since; 503
 * while the audit journal is away, since nothing is answered then, and once the gateway is about to stop.
 */
export function serveHealth(
  app: FastifyInstance,
  lifecycle: Lifecycle,
  journal: Pick<Journal, 'isRecording'> | undefined,
  leaving: Leaving,
): void {
  app.get('/live', () => ({ status: 'live' }))
  app.get('/ready', (_request, reply) => {
    const status = statusOf(journal?.isRecording() ?? true, leaving.hasBegun())
    if (status !== 'ready') void reply.code(503)
    return { status, ...lifecycle.status() }
  })
}

function statusOf(isRecording: boolean, isLeaving: boolean) {
  if (isLeaving) return 'stopping'
  return isRecording ? 'ready' : 'audit journal unavailable'
}
