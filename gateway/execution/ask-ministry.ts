import type { Logger } from 'pino'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { notePersons } from '../audit/persons.ts'
import type { RequestState } from '../context.ts'
import type { MinistryWatch, Visit, VisitEnd } from '../state/ministry-watch.ts'
import { spanned } from '../telemetry/request-telemetry.ts'
import type { Breakers } from './breakers.ts'
import { type Deadline, openPatience } from './deadline.ts'
import { openFlights } from './flights.ts'
import {
  type MinistryAnswer,
  type MinistryReply,
  checkedReply,
  ministryJson,
} from './ministry-answer.ts'
import type { MinistryPools } from './ministry-pools.ts'
import { MinistryBusy, type MinistryQueues } from './ministry-queue.ts'
import { busy, isSpoken, masked, passed, unavailable } from './ministry-report.ts'
import { MinistryAway, postText } from './post-text.ts'
import { longWait } from './long-wait.ts'
import type { KeptCatalogue, KeptCatalogues } from './kept-catalogues.ts'
import { noteRequest, noteStale } from './provenance.ts'
import { type RetryBudgets, asksAgain } from './retry.ts'
import type { Errand } from './run.ts'
import { endAtDeadline } from './end-at-deadline.ts'

/** For whom a ministry is asked: what of a request goes with it, and what it brings back. */
export type Asker = Pick<
  RequestState,
  'id' | 'deadline' | 'identity' | 'purpose' | 'provenance' | 'persons' | 'trail'
> &
  Partial<Pick<RequestState, 'exported' | 'telemetry' | 'place'>>

/** Where and how one ministry is asked. */
export interface MinistryLine {
  readonly url: URL
  /** The token that the ministry asks for; none when the gateway runs open. */
  readonly tokenFor: ((asker: Asker) => Promise<string>) | undefined
}

export interface MinistryLines {
  readonly lines: ReadonlyMap<string, MinistryLine>
  readonly pools: MinistryPools
  readonly watch: MinistryWatch
  readonly breakers: Breakers
  readonly retries: RetryBudgets
  /** Milliseconds of a ministry's time after which silence counts against it. */
  readonly lateMs: number
  readonly maxAnswerBytes: number
  readonly queues: MinistryQueues
  readonly catalogues: KeptCatalogues
  /** Identical requests in flight of one caller are sent once. */
  readonly sharing: boolean
  /** Those of the audit journal; none when nothing is recorded. */
  readonly personKeys: PersonKeys | undefined
  readonly log: Logger
}

/**
 * Opens the way to ministries: one request over HTTP, its answer read, checked, and noted in the asker's
 * provenance and persons. Fails with a MinistryError: MINISTRY_UNAVAILABLE for one that is down, has too
 * many requests to answer, or answers nonsense; DEADLINE_EXCEEDED for one that is late. Fails with
 * AUDIT_UNAVAILABLE, and asks nobody, when the asker's record is lost. When the gateway runs open, the
 * ministry's own errors pass as they are. Catalogues that were answered before are answered again while their ministry
 * is away, and the asker's provenance says so.
 */
export function openMinistries(
  options: MinistryLines,
): (errand: Errand, asker: Asker) => Promise<MinistryAnswer> {
  const share = openFlights<Buffer>()
  const line = openLines(options)
  // Asked again, it has a second span.
  const once = (errand: Errand, asker: Asker): Promise<Buffer> =>
    spanned(asker, errand.ministry, (headers) => line(errand, asker, headers))
  const send = asksAgain(once, options.retries)
  return async (errand, asker) => {
    // Planned while the request is written to the audit journal; asked when it is on disk.
    await asker.trail?.onDisk()
    const { ministry, body, changes } = errand
    const asked: Asked = {
      errand,
      asker,
      kept: options.catalogues.find(errand, asker),
      began: performance.now(),
    }
    const patience = asked.kept && openPatience(asker.deadline, patienceFor(asker.deadline))
    const sender = patience === undefined ? asker : withDeadline(asker, patience)
    // Of the request that is sent; those that share its answer are none of their own.
    let visit: Visit | undefined
    try {
      const start = () => {
        visit = options.watch.visit(ministry, options.lines.get(ministry)?.url.origin ?? '')
        return send(errand, sender)
      }
      const answering =
        options.sharing && !changes
          ? share(sender, { about: ministry, text: body, start }).then(({ value }) => value)
          : start()
      const bytes = await longWait(asker.place, answering)
      const { answer, isSaid } = read(options, asked, bytes)
      visit?.(isSaid ? 'answered' : 'MINISTRY_UNAVAILABLE')
      return answer
    } catch (error) {
      const isLate = asker.deadline.isOver()
      const code = isLate ? 'DEADLINE_EXCEEDED' : 'MINISTRY_UNAVAILABLE'
      visit?.(endOf(asker, code))
      return unanswered(options, asked, { code, error })
    } finally {
      patience?.close()
    }
  }
}

/** One request to a ministry under way. */
interface Asked {
  readonly errand: Errand
  readonly asker: Asker
  /** What is answered in its place, where there is something. */
  readonly kept: KeptCatalogue | undefined
  readonly began: number
}

/** Reads an answer's bytes. Throws an Error that says what was expected and got. */
function read(
  options: MinistryLines,
  { errand, asker, kept, began }: Asked,
  bytes: Buffer,
): { readonly answer: MinistryAnswer; readonly isSaid: boolean } {
  const { ministry, entities } = errand
  // Each reads the bytes anew: what one plan adds to an answer's objects is not another's.
  const reply = checkedReply(ministryJson(bytes), entities)
  const isSaid = reply.errors.every(isSpoken)
  if (kept && !isSaid) throw new Error('expected an answer without errors of its own')
  options.catalogues.keep(errand, asker, { bytes, reply })
  const report = { ministry, reported: reply.extensions['persons'] }
  notePersons(asker.persons, report, options.personKeys)
  const latencyMs = performance.now() - began
  noteRequest(asker.provenance, ministry, latencyMs, reply.extensions['provenance'])
  return { answer: translated(options, ministry, reply, asker), isSaid }
}

/** What is answered for a ministry that did not: an earlier answer, or its error is thrown. */
function unanswered(
  { log }: MinistryLines,
  { errand, asker, kept, began }: Asked,
  { code, error }: { readonly code: UnansweredCode; readonly error: unknown },
): MinistryAnswer {
  const { ministry } = errand
  const reason = error instanceof Error ? error.message : 'unknown'
  const isBusy = error instanceof MinistryBusy
  const told = { requestId: asker.id, ministry, code, reason, isStale: kept !== undefined }
  // A flood that is shed would fill the log.
  log[isBusy ? 'debug' : 'warn'](told, 'a ministry did not answer')
  const latencyMs = performance.now() - began
  if (kept) return stale(kept, errand, asker, latencyMs)
  noteRequest(asker.provenance, ministry, latencyMs, undefined)
  throw isBusy ? busy(ministry) : unavailable(code, ministry)
}

type UnansweredCode = Parameters<typeof unavailable>[0]

/** Milliseconds that a catalogue is waited for where an earlier answer is at hand; half of what is left, at most. */
const patienceMs = 1000

function patienceFor(deadline: Deadline): number {
  return Math.min(patienceMs, deadline.remainingMs() / 2)
}

function withDeadline(asker: Asker, deadline: Deadline): Asker {
  const { id, identity, purpose, provenance, persons, trail, exported, telemetry } = asker
  return { id, deadline, identity, purpose, provenance, persons, trail, exported, telemetry }
}

/** What was answered before; about nobody, and without errors. */
function stale(
  { bytes, ageMs, given }: KeptCatalogue,
  { ministry, entities }: Errand,
  { provenance }: Asker,
  latencyMs: number,
): MinistryAnswer {
  const { data, extensions } = checkedReply(ministryJson(bytes), entities)
  noteRequest(provenance, ministry, latencyMs, extensions['provenance'])
  noteStale(provenance, ministry, ageMs)
  given()
  return { data, errors: [] }
}

/** Sends one request and reads its answer. Throws an Error that says what was expected and got. */
function openLines(options: MinistryLines) {
  const { lines, pools, queues, breakers, maxAnswerBytes, lateMs } = options
  return async (
    { ministry, body }: Errand,
    asker: Asker,
    traced: Readonly<Record<string, string>>,
  ): Promise<Buffer> => {
    const line = lines.get(ministry)
    if (line === undefined) throw new Error('expected an address')
    const { url, tokenFor } = line
    if (asker.deadline.isOver()) throw new Error('expected to be asked in time')
    const { deadline, place } = asker
    const leave = await queues.enter(ministry, consumerName(asker), deadline, place)
    try {
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        'x-request-id': asker.id,
        'x-deadline-ms': String(asker.deadline.remainingMs()),
        ...traced,
      }
      if (tokenFor) headers['authorization'] = `Bearer ${await tokenFor(asker)}`
      const post = { url, headers, body, maxBytes: maxAnswerBytes }
      const given = asker.deadline.remainingMs()
      const told = breakers.enter(ministry, url.origin)
      try {
        const bytes = await postText(pools.poolOf(url.origin), post, asker.deadline)
        told('answered')
        return bytes
      } catch (error) {
        // Who answers too much, or nonsense, is there.
        const said = error instanceof MinistryAway ? 'failed' : 'answered'
        told(asker.deadline.isOver() ? endAtDeadline(asker.deadline, given, lateMs) : said)
        throw error
      }
    } finally {
      leave()
    }
  }
}

/** Whose turn it is among those who wait for a ministry; nobody's in particular where the gateway runs open. */
function consumerName({ identity }: Asker): string {
  return identity ? JSON.stringify([identity.caller.client, identity.caller.id]) : ''
}

/** A caller who goes away before its time is over is no fault of the ministry. */
function endOf({ deadline }: Asker, code: Exclude<VisitEnd, 'answered' | 'abandoned'>): VisitEnd {
  return deadline.isOver() && deadline.remainingMs() > 0 ? 'abandoned' : code
}

function translated(
  { log, lines }: MinistryLines,
  ministry: string,
  { data, errors: reports }: MinistryReply,
  { id }: Asker,
): MinistryAnswer {
  if (reports.length === 0) return { data, errors: [] }
  const isOpen = lines.get(ministry)?.tokenFor === undefined
  const codes = [...new Set(reports.map(({ extensions }) => String(extensions['code'])))]
  const level = reports.every(isSpoken) ? 'debug' : 'warn'
  log[level]({ requestId: id, ministry, codes }, 'a ministry reported errors')
  return { data, errors: reports.map((report) => (isOpen ? passed : masked)(report, ministry)) }
}
