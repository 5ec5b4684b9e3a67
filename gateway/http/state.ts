import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { GatewayState } from '../state/gateway-state.ts'
import { mayWatch } from '../state/state-rights.ts'
import { openStateStream } from '../state/state-stream.ts'
import type { GatewayMeters } from '../telemetry/gateway-meters.ts'
import type { Traffic } from '../state/traffic.ts'
import { callerDoor } from './caller-door.ts'

export interface StateRoutes {
  readonly take: () => GatewayState
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

/** Milliseconds between two events of a stream, and until it ends. */
const everyMs = 2000
const maxMs = 300_000
/** Streams at once, at most. */
export const maxStreams = 20

const who = 'Expected the role operator or inspector.'

/**
 * `GET /console/state`: how this gateway does, as JSON; `GET /console/state/stream`: the same every two seconds, as
 * server-sent events. For operators and inspectors. docs/console.md says what is in it.
 */
export function serveState(app: FastifyInstance, { take, verifyCaller, log }: StateRoutes): void {
  const door = callerDoor({ verifyCaller, log }, 'state')
  const text = (): string => JSON.stringify(take())
  const streams = openStateStream({ take: text, everyMs, maxMs, maxReaders: maxStreams })
  // A stream that nobody ends would hold the server open.
  app.addHook('preClose', async () => streams.close())

  app.get('/console/state', async (request, reply): Promise<FastifyReply> => {
    await door.allowed(request, mayWatch, who)
    return await reply.header('cache-control', 'no-store').send(take())
  })
  app.get('/console/state/stream', async (request, reply): Promise<FastifyReply> => {
    await door.allowed(request, mayWatch, who)
    return await reply
      .header('cache-control', 'no-store')
      // A proxy that gathers answers would hold back every event.
      .header('x-accel-buffering', 'no')
      .type('text/event-stream; charset=utf-8')
      .send(streams.open())
  })
}

/** Measures every request by its route; `unserved` stands for what nobody serves. */
export function measureHttp(app: FastifyInstance, meters: GatewayMeters | undefined): void {
  if (meters === undefined) return
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unserved'
    const { statusCode: status, elapsedTime } = reply
    meters.http({ route, method: request.method, status }, elapsedTime)
    done()
  })
}

/** Counts the requests of a path: those answered with a status of 500 and more are errors. */
export function countTraffic(
  app: FastifyInstance,
  paths: ReadonlySet<string>,
  traffic: Traffic,
): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (paths.has(request.routeOptions.url ?? ''))
      traffic.note(reply.statusCode >= 500, reply.elapsedTime)
    done()
  })
}
