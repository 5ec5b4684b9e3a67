import type { Logger } from 'pino'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { notePersons } from '../audit/persons.ts'
import type { RequestState } from '../context.ts'
import {
  type MinistryAnswer,
  type MinistryReply,
  checkedReply,
  ministryJson,
  readMinistryText,
} from './ministry-answer.ts'
import type { MinistryPools } from './ministry-pools.ts'
import { isSpoken, masked, passed, unavailable } from './ministry-report.ts'
import { noteRequest } from './provenance.ts'
import type { Errand } from './run.ts'

/** For whom a ministry is asked: what of a request goes with it, and what it brings back. */
export type Asker = Pick<
  RequestState,
  'id' | 'deadline' | 'identity' | 'purpose' | 'provenance' | 'persons' | 'trail' | 'ministryTokens'
>

/** Where and how one ministry is asked. */
export interface MinistryLine {
  readonly url: URL
  /** The token that the ministry asks for; none when the gateway runs open. */
  readonly tokenFor: ((asker: Asker) => Promise<string>) | undefined
}

export interface MinistryLines {
  readonly lines: ReadonlyMap<string, MinistryLine>
  readonly pools: MinistryPools
  readonly maxAnswerBytes: number
  /** Those of the audit journal; none when nothing is recorded. */
  readonly personKeys: PersonKeys | undefined
  readonly log: Logger
}

/**
 * Opens the way to ministries: one request over HTTP, its answer read, checked, and noted in the asker's
 * provenance and persons. Fails with a MinistryError alone: MINISTRY_UNAVAILABLE for one that is down or
 * answers nonsense, DEADLINE_EXCEEDED for one that is late. When the gateway runs open, the ministry's own
 * errors pass as they are.
 */
export function openMinistries(
  options: MinistryLines,
): (errand: Errand, asker: Asker) => Promise<MinistryAnswer> {
  return async (errand, asker) => {
    const { ministry } = errand
    const began = performance.now()
    try {
      const reply = await ask(options, errand, asker)
      const report = { ministry, reported: reply.extensions['persons'] }
      notePersons(asker.persons, report, options.personKeys)
      const latencyMs = performance.now() - began
      noteRequest(asker.provenance, ministry, latencyMs, reply.extensions['provenance'])
      return translated(options, ministry, reply, asker)
    } catch (error) {
      noteRequest(asker.provenance, ministry, performance.now() - began, undefined)
      const isLate = asker.deadline.signal.aborted
      const code = isLate ? 'DEADLINE_EXCEEDED' : 'MINISTRY_UNAVAILABLE'
      const reason = error instanceof Error ? error.message : 'unknown'
      options.log.warn({ requestId: asker.id, ministry, code, reason }, 'a ministry did not answer')
      throw unavailable(code, ministry)
    }
  }
}

async function ask(
  { lines, pools, maxAnswerBytes }: MinistryLines,
  { ministry, body, entities }: Errand,
  asker: Asker,
): Promise<MinistryReply> {
  const line = lines.get(ministry)
  if (line === undefined) throw new Error('expected an address')
  const { url, tokenFor } = line
  const { signal } = asker.deadline
  signal.throwIfAborted()
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    'x-request-id': asker.id,
    'x-deadline-ms': String(asker.deadline.remainingMs()),
  }
  if (tokenFor) headers['authorization'] = `Bearer ${await tokenFor(asker)}`
  // Planned and signed while the request is written to the audit journal; asked when it is on disk.
  await asker.trail?.onDisk()
  const path = url.pathname + url.search
  const pool = pools.poolOf(url.origin)
  const response = await pool.request({ path, method: 'POST', headers, body, signal })
  return checkedReply(ministryJson(await readMinistryText(response, maxAnswerBytes)), entities)
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
