import type { FastifyInstance } from 'fastify'
import type { Lifecycle } from '../supergraph/lifecycle.ts'

/** `/live`: the process answers. `/ready`: it has a supergraph, which one, and what was refused since. */
export function serveHealth(app: FastifyInstance, lifecycle: Lifecycle): void {
  app.get('/live', () => ({ status: 'live' }))
  app.get('/ready', () => ({ status: 'ready', ...lifecycle.status() }))
}
