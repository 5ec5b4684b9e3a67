import type { FastifyInstance } from 'fastify'
import type { Journal } from '../audit/journal.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'

/**
 * `/live`: the process answers. `/ready`: it has a supergraph, which one, and what was refused since; 503
 * while the audit journal is away, since nothing is answered then.
 */
export function serveHealth(
  app: FastifyInstance,
  lifecycle: Lifecycle,
  journal: Pick<Journal, 'isRecording'> | undefined,
): void {
  app.get('/live', () => ({ status: 'live' }))
  app.get('/ready', (_request, reply) => {
    const isReady = journal?.isRecording() ?? true
    if (!isReady) void reply.code(503)
    return { status: isReady ? 'ready' : 'audit journal unavailable', ...lifecycle.status() }
  })
}
