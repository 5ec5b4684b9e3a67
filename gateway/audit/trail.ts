import { createHash } from 'node:crypto'
import type { GraphQLFormattedError } from 'graphql'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { personsReport } from '../../auth/persons-report.ts'
import type { Purpose } from '../../auth/purpose.ts'
import type { Role } from '../../auth/role.ts'
import { CodedError } from '../../schema/errors.ts'
import { auditUnavailable } from './audit-unavailable.ts'
import type { RequestState } from '../context.ts'
import { auditedText } from '../../auth/audited-text.ts'
import type { OutcomeEvent, RequestEvent } from './event.ts'
import type { Journal } from './journal.ts'
import type { Selection } from './selection.ts'
import { timeOrderedId } from './time-ordered-id.ts'

/** What was asked, and how it was judged. */
export interface Asked {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly verdict: RequestEvent['verdict']
  /** Empty when the document was not understood. */
  readonly selection: Selection
}

export interface Answered {
  readonly status: number
  readonly errors: readonly GraphQLFormattedError[]
}

/** The two records of one request. */
export interface Trail {
  /**
   * Hands the request to the journal and does not wait for it. Throws AUDIT_UNAVAILABLE where the journal is
   * known to be away.
   */
  asked(state: RequestState, asked: Asked): void
  /**
   * Resolves when the request is on disk: no ministry is asked before. Fails with AUDIT_UNAVAILABLE, also for
   * a request that was not handed over.
   */
  onDisk(): Promise<void>
  /**
   * Records the outcome; resolves when both records are on disk. Does nothing for a request that was not
   * recorded, and the second time. Fails with AUDIT_UNAVAILABLE.
   */
  answered(state: RequestState, answered: Answered): Promise<void>
}

export interface TrailParts {
  readonly journal: Journal
  readonly personKeys: PersonKeys
}

/** Begins the trail of one request, which has just arrived. */
export function openTrail({ journal, personKeys }: TrailParts): Trail {
  const arrived = Date.now()
  const began = performance.now()
  const id = timeOrderedId(arrived)
  let recorded: Promise<void> | undefined
  let isAnswered = false
  let isLost = false

  return {
    asked(state, asked) {
      recorded = journal.append(requestEvent(id, state, asked, personKeys))
      recorded.catch(() => {
        isLost = true
      })
      if (!journal.isRecording()) throw auditUnavailable()
    },
    async onDisk() {
      if (recorded === undefined) throw auditUnavailable()
      await recorded
    },
    async answered(state, answered) {
      if (recorded === undefined || isAnswered) return
      isAnswered = true
      // Nobody waits a second time for a journal that is away.
      if (isLost) throw auditUnavailable()
      const head = {
        id,
        askedAt: new Date(arrived).toISOString(),
        durationMs: Math.round(performance.now() - began),
      }
      await Promise.all([recorded, journal.append(outcomeEvent(head, state, answered, personKeys))])
    },
  }
}

function requestEvent(
  id: string,
  state: RequestState,
  { text, variables, verdict, selection }: Asked,
  keys: PersonKeys,
): RequestEvent {
  const { caller } = identified(state)
  const { agency, client, pin } = caller
  const given = Object.keys(variables).length > 0
  return {
    kind: 'request',
    id,
    requestId: auditedText(state.id),
    caller: auditedText(caller.id, keys.person),
    ...(pin === undefined ? {} : { person: keys.person(pin) }),
    roles: caller.roles,
    ...(agency === undefined ? {} : { agency: auditedText(agency) }),
    ...(client === undefined ? {} : { client: auditedText(client) }),
    ...purposeFields(state.purpose, caller.roles),
    ...(state.exported === undefined
      ? {}
      : { export: { format: state.exported.format, page: state.exported.page } }),
    ...(state.scenario === undefined ? {} : { scenario: state.scenario }),
    document: createHash('sha256').update(text).digest('hex'),
    ...(selection.operation === undefined ? {} : { operation: auditedText(selection.operation) }),
    ...(given ? { variables: keys.text(JSON.stringify(variables)) } : {}),
    verdict,
    coordinates: selection.coordinates,
    ...(selection.conditions.length === 0 ? {} : { conditions: selection.conditions }),
    classes: [...new Set([...selection.classes, ...state.classes])].sort(),
  }
}

/** Who may not act under a purpose accessed nothing under it: that is no emergency, and nobody's to review. */
function purposeFields(
  purpose: Purpose | undefined,
  roles: readonly Role[],
): Pick<RequestEvent, 'purpose' | 'emergency'> {
  if (purpose === undefined) return {}
  const isEmergency = purpose.emergency && purpose.roles.some((role) => roles.includes(role))
  return { purpose: purpose.id, ...(isEmergency ? { emergency: true } : {}) }
}

function outcomeEvent(
  head: Pick<OutcomeEvent, 'id' | 'askedAt' | 'durationMs'>,
  state: RequestState,
  { status, errors }: Answered,
  keys: PersonKeys,
): OutcomeEvent {
  const ministries = Object.entries(state.provenance)
  const codes = errors.map(({ extensions }) => String(extensions?.['code']))
  return {
    kind: 'outcome',
    id: head.id,
    askedAt: head.askedAt,
    caller: auditedText(identified(state).caller.id, keys.person),
    status,
    codes: [...new Set(codes)].sort(),
    ministries: Object.fromEntries(
      ministries.map(([name, { requests, rows }]) => [name, { requests, rows }]),
    ),
    rows: ministries.reduce((sum, [, { rows }]) => sum + rows, 0),
    ...(state.exported === undefined ? {} : { exported: state.exported.answered.count }),
    durationMs: head.durationMs,
    persons: Object.fromEntries(
      [...state.persons]
        .filter(([, persons]) => persons.size > 0)
        .map(([name, persons]) => [name, personsReport(persons)]),
    ),
  }
}

function identified(state: RequestState) {
  if (state.identity === undefined) throw new CodedError('UNAUTHENTICATED')
  return state.identity
}
