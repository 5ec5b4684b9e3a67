import type { JournalState } from '../audit/journal-state.ts'
import type { Breaker } from '../execution/breaker.ts'
import type { Breakers } from '../execution/breakers.ts'
import type { MinistryQueues } from '../execution/ministry-queue.ts'
import type { Admission, AdmissionState } from '../http/admission-door.ts'
import type { Limits } from '../limits/limits.ts'
import type { LaneState, Planning } from '../planning/planning.ts'
import type { Rates, RatesState } from '../rates/rates.ts'
import type { Endpoint } from '../supergraph/endpoints.ts'
import type { GenerationState } from '../supergraph/lifecycle.ts'
import type { SupergraphOrigin } from '../supergraph/supergraph.ts'
import type { EventLoop, LoopDelay } from './event-loop.ts'
import type { MinistrySeen, MinistryWatch } from './ministry-watch.ts'
import { openTraffic, type Traffic, type TrafficWindow } from './traffic.ts'

/** How a ministry does, by the last minute: `idle` was not asked, `unsteady` failed at times, `failing` mostly. */
export type MinistryHealth = 'idle' | 'well' | 'unsteady' | 'failing'

export interface MinistryState extends Omit<MinistrySeen, 'origin'> {
  readonly health: MinistryHealth
  /** Absent where it was never asked. */
  readonly origin: string | null
  readonly breaker: BreakerState
  /** Requests that wait for their turn with it. */
  readonly queued: number
}

/** `until`: an open breaker lets a request pass then, ISO 8601. */
export interface BreakerState {
  readonly state: Breaker['state']
  readonly failures: number
  readonly until: string | null
}

/** One supergraph that is served. */
export interface EndpointState {
  readonly path: string
  readonly source: SupergraphOrigin
  readonly generations: readonly GenerationState[]
  /** Why the last supergraph offered was refused; null when it was taken. */
  readonly lastError: string | null
}

export interface ProcessState {
  readonly pid: number
  readonly node: string
  readonly uptimeSeconds: number
  readonly memory: {
    readonly residentBytes: number
    readonly heapBytes: number
    readonly heapTotalBytes: number
    readonly externalBytes: number
  }
  /** Null in the first ten seconds. */
  readonly eventLoop: LoopDelay | null
}

/** The limits of a request, and of ministries together. */
export interface StatedLimits extends Limits {
  readonly deadlineMs: number
  readonly requestsAtOnce: number
  readonly ministryConnections: number
  readonly maxMinistryRequests: number
}

/** The state of one gateway process; nothing in it is about a caller. */
export interface GatewayState {
  readonly at: string
  readonly requests: readonly TrafficWindow[]
  /** Requests for data: how many are worked on at once, wait for it, and were refused. */
  readonly admission: AdmissionState
  readonly endpoints: readonly EndpointState[]
  readonly ministries: readonly MinistryState[]
  readonly planning: readonly LaneState[]
  /** Null where nothing is recorded. */
  readonly journal: JournalState | null
  /** What one request may take, by the settings of this gateway. */
  readonly limits: StatedLimits
  /** What callers may take in a minute and on a day; null where nothing of it is limited. */
  readonly rates: RatesState | null
  readonly process: ProcessState
}

export interface StateParts {
  readonly endpoints: readonly Endpoint[]
  readonly watch: MinistryWatch
  readonly breakers: Breakers
  readonly queues: MinistryQueues
  readonly planning: Planning
  readonly limits: StatedLimits
  readonly rates: Rates | undefined
  readonly journal: { readonly state: () => JournalState } | undefined
  readonly loop: EventLoop
  readonly admission: Pick<Admission, 'state'>
  readonly traffic: Traffic
}

/** Takes the state of a gateway; it keeps nothing and asks nobody. */
export function gatewayState(parts: StateParts, now: Date = new Date()): GatewayState {
  return {
    at: now.toISOString(),
    requests: parts.traffic.windows(),
    admission: parts.admission.state(),
    endpoints: parts.endpoints.map(endpointState),
    ministries: ministryNames(parts.endpoints).map((name) => ministryState(parts, name)),
    planning: parts.planning.lanes(),
    journal: parts.journal?.state() ?? null,
    limits: parts.limits,
    rates: parts.rates?.state() ?? null,
    process: processState(parts.loop),
  }
}

/** The ministries of the supergraphs that are served. */
function ministryNames(endpoints: readonly Endpoint[]): readonly string[] {
  const names = endpoints.flatMap(({ lifecycle }) => lifecycle.status().ministries)
  return [...new Set(names)].sort()
}

/** The state of one ministry; of one that is not served, that of one never asked. */
export function ministryState(
  { watch, breakers, queues }: Pick<StateParts, 'watch' | 'breakers' | 'queues'>,
  ministry: string,
): MinistryState {
  const seen = watch.seen(ministry)
  if (seen === undefined) return { ...neverAsked, ministry }
  const breaker = breakers.state(ministry, seen.origin)
  return {
    ...seen,
    health: healthOf(seen.windows, breaker),
    breaker: breakerState(breaker),
    queued: queues.waiting(ministry),
  }
}

const neverAsked: Omit<MinistryState, 'ministry'> = {
  health: 'idle',
  origin: null,
  breaker: { state: 'closed', failures: 0, until: null },
  inFlight: 0,
  queued: 0,
  windows: openTraffic().windows(),
  lastAnswerAt: null,
  lastError: null,
}

function healthOf([minute]: readonly TrafficWindow[], { state }: Breaker): MinistryHealth {
  if (state !== 'closed') return 'failing'
  if (minute === undefined || minute.requests === 0) return 'idle'
  if (minute.errors === 0) return 'well'
  return minute.errors * 2 > minute.requests ? 'failing' : 'unsteady'
}

function breakerState(breaker: Breaker): BreakerState {
  return {
    state: breaker.state,
    failures: breaker.state === 'closed' ? breaker.failures : 0,
    until: breaker.state === 'open' ? momentOf(breaker.until).toISOString() : null,
  }
}

function endpointState({ path, lifecycle, source }: Endpoint): EndpointState {
  return {
    path,
    source: source(),
    generations: lifecycle.generations(),
    lastError: lifecycle.status().lastError ?? null,
  }
}

function processState(loop: EventLoop): ProcessState {
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage()
  return {
    pid: process.pid,
    node: process.version,
    uptimeSeconds: Math.round(process.uptime()),
    memory: {
      residentBytes: rss,
      heapBytes: heapUsed,
      heapTotalBytes: heapTotal,
      externalBytes: external,
    },
    eventLoop: loop.delay(),
  }
}

/** From the process's clock to the day's. */
function momentOf(at: number): Date {
  return new Date(Date.now() + at - performance.now())
}
