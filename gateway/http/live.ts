import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { AskInside } from '../ask-inside.ts'
import { type LiveFilter, type LiveLimits, openLiveReaders } from '../live/live-readers.ts'
import { storedLast, storedSince } from '../live/observation.ts'
import { openObservationFeed } from '../live/observation-feed.ts'
import { storedPage } from '../live/stored-page.ts'
import { refusal } from './refusal.ts'
import { shaped } from './registry-body.ts'

export interface LiveRoutes {
  readonly limits: LiveLimits
  /** Milliseconds between two looks for what is new. */
  readonly pollMs: number
  /** Counts what a caller takes; the other looks whether a token is still good, and counts nothing. */
  readonly verifyCaller: VerifyCaller
  readonly verifyAgain: VerifyCaller
  /** Asks as a caller, recorded. */
  readonly ask: AskInside
  /** Asks for the gateway itself, once for all who watch, unrecorded. */
  readonly askForAll: AskInside
  readonly log: Logger
}

export const livePath = '/indicators/stream'

/** Milliseconds between two signs of life, and until a stream ends. */
const beatMs = 15_000
const maxMs = 300_000
/** Observations that are sent to one who was away; where there are more, it reads everything anew. */
const maxMissed = 1000

const list = (shape: RegExp, most: number) =>
  z
    .string()
    .optional()
    .transform((text) => (text === undefined ? [] : [...new Set(text.split(','))]))
    .refine((codes) => codes.length <= most && codes.every((code) => shape.test(code)))
const filterShape = z.strictObject({
  indicators: list(/^[a-z][a-z0-9-]{0,29}[.][a-z][a-z0-9-]{0,59}$/, 100),
  areas: list(/^(VN|\d{2})$/, 35),
})
const eventId = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/

/** As whom the gateway looks for all who watch: statistics and catalogues alone. */
export const watcher: Caller = Object.freeze({
  ...callerOfClaims({ sub: 'lien-thong-live', client_id: 'lien-thong-live', roles: ['analyst'] }),
  only: 'statistics',
})

/**
 * `GET /indicators/stream?indicators=…&areas=…`: each new observation as server-sent events, for whoever may read
 * observations. Opening is a request like any, recorded; what was missed since `Last-Event-ID` comes first.
 * docs/indicators.md says what is in it.
 */
export function serveLive(app: FastifyInstance, routes: LiveRoutes): () => number {
  const { limits, pollMs, askForAll, log } = routes
  const feed = openObservationFeed({
    ask: async (question) => await askForAll(watcher, { ...question, operationName: undefined }),
    pollMs,
    onNew: (observations) => readers.tell(observations),
    log,
  })
  const readers = openLiveReaders(limits, { beatMs, maxMs }, () => feed.stop())
  // A stream that nobody ends would hold the server open.
  app.addHook('preClose', async () => readers.close())
  app.get(livePath, async (request, reply): Promise<FastifyReply> => {
    const header = request.raw.headersDistinct['authorization']
    const token = bearer(header)
    const caller = await routes.verifyCaller(token, new Date())
    const filter = shaped(filterShape, request.query, 'Query')
    const since = sinceOf(request)
    const mayGoOn = async () => {
      await routes.verifyAgain(token, new Date())
      return true
    }
    const reader = readers.open({ caller: caller.id, filter, mayGoOn })
    try {
      // Before what is there is read: nothing lies between the two.
      await feed.start()
      const { nodes, isCut } = await missed(routes.ask, caller, { filter, since })
      reader.begin(nodes, isCut)
    } catch (error) {
      reader.stream.destroy()
      throw error
    }
    return await reply
      .header('cache-control', 'no-store')
      // A proxy that gathers answers would hold back every event.
      .header('x-accel-buffering', 'no')
      .type('text/event-stream; charset=utf-8')
      .send(reader.stream)
  })
  return () => readers.readers()
}

function sinceOf({ headers }: FastifyRequest): string | undefined {
  const last = headers['last-event-id']
  if (last === undefined || last === '') return undefined
  if (typeof last === 'string' && eventId.test(last)) return last
  throw refusal(400, 'Last-Event-ID: expected the id of an event of this stream.')
}

/** What was stored since the last event that somebody has; nothing for who is new, who asks all the same. */
async function missed(
  ask: AskInside,
  caller: Caller,
  { filter, since }: { readonly filter: LiveFilter; readonly since: string | undefined },
) {
  const operationName = undefined
  if (since === undefined) {
    storedPage(await ask(caller, { query: storedLast, variables: {}, operationName }))
    return { nodes: [], isCut: false }
  }
  const { indicators, areas } = filter
  const variables = {
    since,
    first: maxMissed,
    ...(indicators.length === 0 ? {} : { indicators }),
    ...(areas.length === 0 ? {} : { areas }),
  }
  const page = storedPage(await ask(caller, { query: storedSince, variables, operationName }))
  const isCut = page.after !== undefined
  return { nodes: isCut ? [] : page.nodes, isCut }
}
