import type { FastifyInstance } from 'fastify'

/** How a server that will soon stop tells so. */
export interface Leaving {
  readonly begin: () => void
  readonly hasBegun: () => boolean
}

/**
 * Once it has begun, every answer asks its client to open the next connection elsewhere, and `/ready` says that nothing
 * new should come. Requests are answered as before: balancers need a while to notice, and none may fail meanwhile.
 */
export function openLeaving(app: FastifyInstance): Leaving {
  let begun = false
  app.addHook('onRequest', async (_request, reply) => {
    if (begun) void reply.header('connection', 'close')
  })
  return Object.freeze({
    begin: () => {
      begun = true
    },
    hasBegun: () => begun,
  })
}
