import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import { dataRoute, isDataUrl } from './data-path.ts'
import { type BodyBytes, failureOf } from './failure.ts'
import { refusal } from './refusal.ts'
import { requestId } from './request-id.ts'
import { securityHeaders } from './security-headers.ts'

export interface AppOptions {
  readonly maxBodyBytes: number
  /**
   * Addresses and networks of proxies whose X-Forwarded-For (and -Proto, -Host) is believed; without any the address of
   * a request is that of its connection.
   */
  readonly trustedProxies?: readonly string[]
  readonly log: Logger
}

/** Milliseconds for a client to send a whole request; then 408. */
const requestTimeoutMs = 30_000
const headersTimeoutMs = 10_000
/** Milliseconds that an idle connection is kept; longer than common balancers' 60 s. */
const keepAliveMs = 72_000

/** A name or an address, and perhaps a port (RFC 9110, 7.2). */
const hostShape = /^(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d{1,5})?$/
/** Stands for the host that HTTP/1.0 need not name: nobody's own (RFC 6761, 6.4). */
const unnamed = 'unnamed.invalid'

/**
 * The HTTP server without routes: bounds of size and time, security headers, and failures before
 * GraphQL in the catalogue's shape. While it closes, open connections are answered and then closed.
 */
export function openApp({ maxBodyBytes, trustedProxies = [], log }: AppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    genReqId: requestId,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 100 },
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const { status, type, body } = failureOf(error, request)
      void reply.code(status).type(type).send(body)
    },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return
      const { status, type, body } = failureOf(error, { id: requestId({ headers: {} }), url: '' })
      const head = `HTTP/1.1 ${status} Refused\r\ncontent-type: ${type}\r\nconnection: close`
      socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    },
  })
  app.server.headersTimeout = headersTimeoutMs

  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id)
    const host = (request.raw.headers.host ??= unnamed)
    if (!hostShape.test(host) || !URL.canParse(`http://${host}`))
      throw refusal(400, 'The Host header is not a host.')
    if (!/^identity$/i.test(request.headers['content-encoding'] ?? 'identity'))
      throw refusal(415, 'Expected a body that is not compressed.')
    // Before the body is read: nobody would look at it.
    if (request.is404) throw unserved(app, request.url, reply)
  })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, request, reply) => {
    const { status, type, body, headers } = failureOf(error, request, bytesOf(request))
    // What is refused for the load alone is told as a sum (admission.ts): a line each would add to it.
    const isLoad = error instanceof CodedError && error.code === 'OVERLOADED'
    if (status >= 500 && !isLoad)
      log.error({ requestId: request.id, err: error }, 'the gateway failed')
    return reply.code(status).headers(headers).type(type).send(body)
  })
  return app
}

/** A body that is sent in chunks does not say how long it is. */
function bytesOf({ headers, routeOptions }: FastifyRequest): BodyBytes {
  const { bodyLimit: allowed } = routeOptions
  if (allowed === undefined) return {}
  const said = Number(headers['content-length'])
  return { allowed, got: said > allowed ? said : `more than ${allowed}` }
}

function unserved(app: FastifyInstance, url: string, reply: FastifyReply): CodedError {
  const [path = ''] = (isDataUrl(url) ? dataRoute : url).split('?', 1)
  const allowed = ['GET', 'POST', 'PUT'].filter((method) => app.hasRoute({ url: path, method }))
  if (allowed.length === 0)
    return refusal(
      404,
      'Nothing is served here; GraphQL is at /graphql, health at /live and /ready.',
    )
  void reply.header('allow', allowed.join(', '))
  return refusal(405, `Expected ${allowed.join(' or ')}.`)
}
