import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/fastify'
import type { Logger } from 'pino'
import { bearer } from '../../auth/bearer.ts'
import type { MinistryRequest, VerifyMinistryToken } from '../../auth/verify-ministry.ts'
import { maxPersons } from '../../auth/persons-report.ts'
import { maxRowStreamMs, rowMediaType } from '../../schema/row-frame.ts'
import { CodedError, type ErrorCode, errors } from '../../schema/errors.ts'
import { maxAnswerRows } from './answer-budget.ts'
import { askedAnew } from './asked-anew.ts'
import { certifiedServer, type CertifiedServer, type MinistryTls } from './certified-server.ts'
import { documentCache } from './document-cache.ts'
import { codeOf, maskError } from './mask-error.ts'
import type { RequestContext } from './request-context.ts'
import { openRowDoor } from './rows/row-door.ts'
import type { ShownPersons } from './shown-persons.ts'
import type { MinistryTelemetry, ToldRequest } from './telemetry/ministry-telemetry.ts'
import { type Passed, tooMuch } from './too-much.ts'

export interface HttpAppOptions {
  readonly schema: GraphQLSchema
  readonly ministry: string
  readonly verify: VerifyMinistryToken
  readonly log: Logger
  readonly isReady: () => Promise<boolean>
  /** Whether this process will soon stop. */
  readonly isLeaving: () => boolean
  /** Callers show a certificate; plain HTTP where it is absent. */
  readonly tls?: MinistryTls | undefined
  /** Opens the list of persons behind a part of a stream of rows. */
  readonly newPersons: () => ShownPersons
  /** Whether another server of the database may answer what one lost. */
  readonly hasSeveral: boolean
  readonly tell: Pick<MinistryTelemetry, 'begin'>
  readonly contextOf: (
    request: MinistryRequest,
    bounds: {
      readonly requestId: string
      readonly deadlineAt: number
      readonly signal: AbortSignal
    } & Pick<ToldRequest, 'statements' | 'trace'>,
  ) => RequestContext
}

/** Bytes of a request; a batch of many thousand representations fits. */
const maxBodyBytes = 8 * 1024 * 1024
const refused = (passed: Passed) => ({ data: null, errors: [tooMuch('The answer', passed)] })
/** Milliseconds left to a request, where the gateway names none; and the longest that is accepted. */
const defaultDeadlineMs = 10_000
const maxDeadlineMs = 60_000
/** Longer than the gateway keeps idle connections, so that it is never the ministry that closes one first. */
const keepAliveMs = 10_000

/**
 * The way of a request through a ministry: the gateway's token, context with deadline and abort, the
 * guarded schema over one snapshot, errors masked, what was read reported in `extensions.provenance`.
 */
export function httpApp(options: HttpAppOptions): FastifyInstance {
  const { schema, log, ministry } = options
  let listening: CertifiedServer | undefined
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    serverFactory: (listener) => {
      listening = certifiedServer(listener, options.tls)
      listening.server.keepAliveTimeout = keepAliveMs
      return listening.server
    },
  })
  // Whoever asks again comes by a new connection: to another replica, or under the certificates of now.
  app.addHook('onRequest', async (request, reply) => {
    if (options.isLeaving() || listening?.isOfNow(request.raw.socket) === false)
      void reply.header('connection', 'close')
  })
  const contexts = new WeakMap<FastifyRequest, RequestContext>()
  const openings = new WeakMap<FastifyRequest, () => void>()
  const anew = async (raw: FastifyRequest): Promise<RequestContext | undefined> => {
    await contexts.get(raw)?.snapshot.close()
    openings.get(raw)?.()
    const opened = contexts.get(raw)
    return opened && { ...opened }
  }
  const documents = documentCache()
  /** Errors of which the log says whose request they are of. */
  const requestIds = new WeakMap<object, string>()
  const codes = new WeakMap<FastifyRequest, readonly string[]>()

  app.setErrorHandler((error: { statusCode?: number }, _request, reply) =>
    refuse(reply, httpCode(error)),
  )
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ status: 'unknown path' }))
  app.get('/live', () => ({ status: 'live' }))
  app.get('/ready', async (_request, reply) => {
    if (options.isLeaving()) return reply.code(503).send({ status: 'stopping' })
    const ready = await options.isReady()
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'database unreachable' })
  })

  const handler = createHandler<Record<string, unknown>>({
    schema,
    parse: (source) => documents.parse(typeof source === 'string' ? source : source.body),
    validate: (_schema, document) => documents.validate(schema, document),
    formatError: (error) => maskError(error, log, requestIds.get(error)),
    execute: askedAnew,
    context: ({ raw }) => {
      const context = contexts.get(raw)
      if (context === undefined) throw new CodedError('UNAUTHENTICATED')
      // Graphql-shield keeps a cache of its own on the context: a copy that it may extend.
      return { ...context, ...(options.hasSeveral && { anew: () => anew(raw) }) }
    },
    onOperation: async ({ raw }, _args, result) => {
      const context = contexts.get(raw)
      if (context === undefined) return result
      codes.set(raw, noted(result, raw.id, requestIds))
      await context.snapshot.close()
      if (context.budget.isSpent)
        return refused({ limit: 'rows', allowed: maxAnswerRows, got: 'more' })
      const got = context.persons.count()
      if (got > maxPersons) return refused({ limit: 'persons', allowed: maxPersons, got })
      const provenance = {
        ministry,
        ...momentOf(context),
        ...context.snapshot.work,
        ...qualityOf(context),
      }
      const persons = context.persons.report()
      return { ...result, extensions: { ...result.extensions, provenance, persons } }
    },
  })

  /** Before the body is read: nobody but the gateway makes a ministry parse anything. */
  const enter =
    (msFor: (header: string | string[] | undefined) => number) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const abort = new AbortController()
      let told: ToldRequest | undefined
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) abort.abort()
        contexts
          .get(request)
          ?.snapshot.close()
          .catch(() => undefined)
        const { statusCode } = reply
        told?.end(codes.get(request) ?? (statusCode < 400 ? [] : [String(statusCode)]))
      })
      try {
        const asked = await options.verify(
          bearer(request.raw.headersDistinct['authorization']),
          new Date(),
        )
        // The gateway left meanwhile: nobody waits for an answer.
        if (abort.signal.aborted) return reply.hijack()
        const deadlineAt = performance.now() + msFor(request.headers['x-deadline-ms'])
        told = options.tell.begin(request.id, request.headers['traceparent'])
        const { statements, trace } = told
        const bounds = {
          requestId: request.id,
          deadlineAt,
          signal: abort.signal,
          statements,
          trace,
        }
        const open = (): void => void contexts.set(request, options.contextOf(asked, bounds))
        open()
        openings.set(request, open)
      } catch (error) {
        return refuse(reply, error instanceof CodedError ? error.code : 'INTERNAL_SERVER_ERROR')
      }
      return undefined
    }
  app.route({ method: ['GET', 'POST'], url: '/graphql', onRequest: enter(deadlineOf), handler })

  const openRows = openRowDoor({ schema, ministry, documents, newPersons: options.newPersons })
  app.post('/rows', { onRequest: enter(() => maxRowStreamMs) }, async (request, reply) => {
    const context = contexts.get(request)
    const first = context && (await begun(await openRows(context, request.body)))
    if (first === undefined) {
      await context?.snapshot.close()
      return reply.code(409).send({ status: 'rows are answered at /graphql' })
    }
    // A reader that is slow holds a connection of the database no longer than this.
    const late = setTimeout(() => reply.raw.destroy(), maxRowStreamMs)
    reply.raw.once('close', () => clearTimeout(late))
    return reply.type(rowMediaType).send(Readable.from(first, { objectMode: false }))
  })
  return app
}

/** The stream, once its first frame is there; undefined where there is none, or it failed. */
async function begun(
  frames: AsyncGenerator<Buffer> | undefined,
): Promise<AsyncGenerator<Buffer> | undefined> {
  const first = await frames?.next().catch(() => undefined)
  if (frames === undefined || first === undefined || first.done === true) return undefined
  const { value } = first
  return (async function* () {
    yield value
    yield* frames
  })()
}

/** The earliest moment that the answer stands for, and the rollups that it is from. */
function momentOf({ usedRollups, snapshot }: RequestContext) {
  const now = (snapshot.asOf ?? new Date()).toISOString()
  if (usedRollups.size === 0) return { asOf: now }
  const rollups = Array.from(usedRollups, ([name, asOf]) => ({ name, asOf }))
  return { asOf: [now, ...usedRollups.values()].sort()[0] ?? now, rollups }
}

/** How good the data are from which the answer comes, as last judged; known without asking. */
function qualityOf({ quality }: RequestContext) {
  const summary = quality?.summary
  return summary === undefined ? {} : { quality: summary }
}

/** The codes of a result's errors, each once; whose request they are of is remembered for the log. */
function noted(
  result: unknown,
  requestId: string,
  requestIds: WeakMap<object, string>,
): readonly string[] {
  const { errors: found = [] } = result as ExecutionResult
  for (const error of found) requestIds.set(error, requestId)
  return [...new Set(found.map((error) => codeOf(error)))]
}

/** As long and as plain as the gateway makes them. */
function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(header) ? header : 'unknown'
}

function refuse(reply: FastifyReply, code: ErrorCode): FastifyReply {
  const { status, message } = errors[code]
  return reply
    .code(status === 200 ? 500 : status)
    .send({ errors: [{ message, extensions: { code } }] })
}

function httpCode({ statusCode }: { statusCode?: number }): ErrorCode {
  if (statusCode === 413) return 'DOCUMENT_TOO_LARGE'
  return statusCode !== undefined && statusCode < 500 ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR'
}

function deadlineOf(header: string | string[] | undefined): number {
  const left = typeof header === 'string' ? Number(header) : Number.NaN
  if (!Number.isFinite(left)) return defaultDeadlineMs
  return Math.min(Math.max(left, 0), maxDeadlineMs)
}
