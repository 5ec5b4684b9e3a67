import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import { type Admission, type AdmissionState, type Admitted, lookMs } from './admission-door.ts'
import { arrivingBodies } from './arriving-bodies.ts'

export interface AdmissionRoutes {
  readonly admission: Admission
  /** Where data is asked for, as it was registered; other doors are always open. */
  readonly paths: ReadonlySet<string>
  /** Among them those whose answers are long and bounded by themselves: they come in, and are then counted no more. */
  readonly files: ReadonlySet<string>
  /** Bytes of bodies that are on their way at once, at most. */
  readonly maxArrivingBytes: number
  /** Milliseconds without a byte of an answer being read after which its connection is cut. */
  readonly unreadMs: number
  readonly log: Logger
}

const retryAfterSeconds = 1
/** Bytes up to which an answer that is made holds no place, read or not. */
const smallBytes = 65_536
/** Milliseconds that one line of the log stands for. */
const periodMs = 60_000

const places = new WeakMap<FastifyRequest, Admitted>()

/** The place that a request has among those that are worked on; an export has none. */
export function placeOf(request: FastifyRequest): Admitted | undefined {
  return places.get(request)
}

/** Milliseconds that a request waited before it was let in. */
export function waitedMs(request: FastifyRequest): number {
  return placeOf(request)?.waitedMs ?? 0
}

/**
 * Refuses what is more than can be worked on in time, with OVERLOADED, before the body is read or a token is looked at:
 * those who were let in are then answered in time, where otherwise all would wait past their deadlines. A place is taken
 * when the whole body is there: whoever sends it slowly, or never, keeps nobody out; nor does who does not read.
 */
export function admit(
  app: FastifyInstance,
  { admission, paths, files, maxArrivingBytes, unreadMs, log }: AdmissionRoutes,
): void {
  tellRefused(app, admission, log)
  const bodies = arrivingBodies(maxArrivingBytes)
  app.addHook('onRequest', async (request, reply) => {
    const { url = '', bodyLimit } = request.routeOptions
    if (!paths.has(url)) return
    if (admission.turnsAway()) throw overloaded(admission.state())
    const { raw } = request
    bodies.begin(raw, bodyLimit)
    reply.raw.once('close', () => bodies.end(raw))
  })
  app.addHook('preValidation', async (request, reply) => {
    const { url = '' } = request.routeOptions
    if (!paths.has(url)) return
    bodies.end(request.raw)
    const entered = admission.enter((left) => reply.raw.once('close', left))
    const admitted = entered instanceof Promise ? await entered : entered
    if (admitted === undefined) throw overloaded(admission.state())
    if (files.has(url)) admitted.ended()
    else {
      reply.raw.once('close', admitted.ended)
      places.set(request, admitted)
    }
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const place = placeOf(request)
    // What is made while it is sent tells itself when it is made.
    if (place !== undefined && !(payload instanceof Readable)) {
      place.worked()
      if (bytesOf(payload) <= smallBytes) place.ended()
      else reply.raw.setTimeout(unreadMs)
    }
    done()
  })
}

function bytesOf(payload: unknown): number {
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.byteLength(payload) : 0
}

function overloaded({ limit }: AdmissionState): CodedError {
  const details = { limit: 'requestsAtOnce', allowed: limit, retryAfterSeconds }
  return new CodedError('OVERLOADED', undefined, details)
}

/** Looks after the door, and logs the sum of those who were refused once a period in which there were some. */
function tellRefused(app: FastifyInstance, admission: Admission, log: Logger): void {
  let before = 0
  const told = (): void => {
    const { limit: requestsAtOnce, refused: all } = admission.state()
    const refused = all - before
    before = all
    if (refused > 0)
      log.warn({ refused, requestsAtOnce, periodMs }, 'requests were too many at once')
  }
  const timers = [setInterval(told, periodMs), setInterval(admission.look, lookMs)]
  for (const timer of timers) timer.unref()
  app.addHook('onClose', async () => {
    for (const timer of timers) clearInterval(timer)
    told()
  })
}
