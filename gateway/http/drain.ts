import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const sweepMs = 50

/** Answers what is under way, for `limitMs` at most, and closes every connection. */
export async function drained(
  app: FastifyInstance,
  unused: ReadonlySet<Socket>,
  limitMs: number,
): Promise<void> {
  const limit = setTimeout(() => app.server.closeAllConnections(), limitMs)
  for (const socket of unused) socket.destroy()
  // A connection whose last request was just answered is idle; Node closes only those idle at first.
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs)
  await app.close()
  clearTimeout(limit)
  clearInterval(sweep)
}

/**
 * Connections on which nothing was asked yet: browsers open some in advance. Node does not count them as idle, so
 * that they would hold a gateway that closes until their headers' time is over.
 */
export function unusedConnections({ server }: FastifyInstance): ReadonlySet<Socket> {
  const unused = new Set<Socket>()
  server.on('connection', (socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return unused
}
