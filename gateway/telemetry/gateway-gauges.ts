import { type Metrics, type Sample, observe } from '../../telemetry/instruments.ts'
import { type StateParts, gatewayState } from '../state/gateway-state.ts'

type State = ReturnType<typeof gatewayState>

const breakerStates = ['closed', 'half-open', 'open'] as const
const sharings = ['own', 'shared', 'away'] as const

/**
 * Lets metrics be read off the state that operators see in the console: nothing is counted for it, and nothing is kept.
 * Answers how to stop.
 */
export function observeGateway(
  metrics: Metrics | undefined,
  parts: StateParts,
): () => Promise<void> {
  const state = takeOnce(() => gatewayState(parts))
  if (metrics === undefined) return async () => undefined
  const gauges = [...ministryGauges, ...endpointGauges, ...houseGauges]
  const stops = gauges.map(([name, help, labels, read, kind]) =>
    observe(metrics, { name: `lien_thong_${name}`, help, labels }, () => read(state()), kind),
  )
  return async () => {
    for (const stop of stops) stop()
  }
}

/** One state for all the gauges that are read in one turn of the event loop. */
function takeOnce(take: () => State): () => State {
  let taken: State | undefined
  return () => {
    if (taken !== undefined) return taken
    taken = take()
    setImmediate(() => (taken = undefined))
    return taken
  }
}

type Reading = readonly [
  name: string,
  help: string,
  labels: readonly string[],
  read: (state: State) => readonly Sample<string>[],
  kind?: 'gauge' | 'counter',
]

const one = (value: number): readonly Sample<string>[] => [{ labels: {}, value }]
const seconds = (iso: string): number => Date.parse(iso) / 1000

const ministryGauges: readonly Reading[] = [
  [
    'ministry_requests_in_flight',
    'Requests to a ministry that are under way.',
    ['ministry'],
    ({ ministries }) =>
      ministries.map(({ ministry, inFlight: value }) => ({ labels: { ministry }, value })),
  ],
  [
    'ministry_requests_queued',
    'Requests to a ministry that wait for a connection.',
    ['ministry'],
    ({ ministries }) =>
      ministries.map(({ ministry, queued: value }) => ({ labels: { ministry }, value })),
  ],
  [
    'ministry_breaker_state',
    '1 for the state that the breaker of a ministry is in, 0 for the others.',
    ['ministry', 'state'],
    ({ ministries }) =>
      ministries.flatMap(({ ministry, breaker }) =>
        breakerStates.map((state) => ({
          labels: { ministry, state },
          value: Number(breaker.state === state),
        })),
      ),
  ],
]

/** Of the current generation alone: what drains is soon gone. */
function cacheReading(value: 'entries' | 'bytes' | 'maxBytes' | 'hits' | 'misses') {
  return ({ endpoints }: State): readonly Sample<string>[] =>
    endpoints.flatMap(({ path, generations }) =>
      (generations.find(({ state }) => state === 'current')?.caches ?? []).map((cache) => ({
        labels: { endpoint: path, cache: cache.name },
        value: cache[value],
      })),
    )
}

const cacheLabels = ['endpoint', 'cache']

const endpointGauges: readonly Reading[] = [
  ['cache_entries', 'Entries of a cache.', cacheLabels, cacheReading('entries')],
  ['cache_bytes', 'Bytes that a cache holds.', cacheLabels, cacheReading('bytes')],
  ['cache_limit_bytes', 'Bytes that a cache may hold.', cacheLabels, cacheReading('maxBytes')],
  ['cache_hits_total', 'What a cache had.', cacheLabels, cacheReading('hits'), 'counter'],
  ['cache_misses_total', 'What a cache had not.', cacheLabels, cacheReading('misses'), 'counter'],
  [
    'supergraph_generations',
    'Supergraphs in memory: the current one, and those that drain.',
    ['endpoint', 'state'],
    ({ endpoints }) =>
      endpoints.flatMap(({ path, generations }) =>
        (['current', 'draining'] as const).map((state) => ({
          labels: { endpoint: path, state },
          value: generations.filter((generation) => generation.state === state).length,
        })),
      ),
  ],
  [
    'requests_in_flight',
    'Requests that hold a supergraph.',
    ['endpoint'],
    ({ endpoints }) =>
      endpoints.map(({ path, generations }) => ({
        labels: { endpoint: path },
        value: generations.reduce((sum, { leases }) => sum + leases, 0),
      })),
  ],
  [
    'supergraph_loaded_timestamp_seconds',
    'When the current supergraph was taken.',
    ['endpoint'],
    ({ endpoints }) =>
      endpoints.flatMap(({ path, generations }) =>
        generations
          .filter(({ state }) => state === 'current')
          .map(({ since }) => ({ labels: { endpoint: path }, value: seconds(since) })),
      ),
  ],
  [
    'supergraph_refused',
    '1 while the last supergraph that was offered is refused, or none could be read.',
    ['endpoint'],
    ({ endpoints }) =>
      endpoints.map(({ path, lastError }) => ({
        labels: { endpoint: path },
        value: Number(lastError !== null),
      })),
  ],
]

const houseGauges: readonly Reading[] = [
  [
    'admission_limit',
    'Requests for data that are worked on at once, at most, as it was learned.',
    [],
    ({ admission }) => one(admission.limit),
  ],
  [
    'admission_working',
    'Requests for data that are worked on.',
    [],
    ({ admission }) => one(admission.working),
  ],
  [
    'admission_waiting',
    'Requests for data that wait to be let in.',
    [],
    ({ admission }) => one(admission.waiting),
  ],
  [
    'admission_refused_total',
    'Requests for data that were refused with OVERLOADED.',
    [],
    ({ admission }) => one(admission.refused),
    'counter',
  ],
  [
    'planning_waiting',
    'Documents that wait to be planned.',
    ['lane'],
    ({ planning }) => planning.map(({ lane, waiting: value }) => ({ labels: { lane }, value })),
  ],
  [
    'planning_working',
    '1 while the thread plans.',
    ['lane'],
    ({ planning }) =>
      planning.map(({ lane, isWorking }) => ({ labels: { lane }, value: Number(isWorking) })),
  ],
  [
    'audit_recording',
    '1 while records reach the disk; 0: nothing is answered.',
    [],
    ({ journal }) => (journal === null ? [] : one(Number(journal.isRecording))),
  ],
  [
    'audit_records_waiting',
    'Records that wait to be written.',
    [],
    ({ journal }) => (journal === null ? [] : one(journal.waiting)),
  ],
  [
    'rate_refusals_total',
    'Requests that were refused by a rate, by its policy.',
    ['policy'],
    ({ rates }) =>
      Object.entries(rates?.refused ?? {}).map(([policy, value]) => ({
        labels: { policy },
        value,
      })),
    'counter',
  ],
  [
    'rates_sharing',
    '1 for how rates are counted: own, by this process; shared, by all replicas; away, their Valkey does not answer.',
    ['state'],
    ({ rates }) =>
      rates === null
        ? []
        : sharings.map((state) => ({ labels: { state }, value: Number(rates.sharing === state) })),
  ],
  [
    'rates_uninsured_total',
    'Counts that this process made by itself while Valkey was away.',
    [],
    ({ rates }) => (rates === null ? [] : one(rates.uninsured)),
    'counter',
  ],
  [
    'audit_checkpoint_timestamp_seconds',
    'When the audit journal was last signed.',
    [],
    ({ journal }) => (journal?.checkpoint ? one(seconds(journal.checkpoint.at)) : []),
  ],
]
