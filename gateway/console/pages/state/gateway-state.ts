/** Requests of the last minutes. */
export interface TrafficWindow {
  readonly minutes: number
  readonly requests: number
  readonly errors: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

export interface MinistryState {
  readonly ministry: string
  readonly health: 'idle' | 'well' | 'unsteady' | 'failing'
  readonly breaker: {
    readonly state: 'closed' | 'open' | 'half-open'
    readonly failures: number
    readonly until: string | null
  }
  readonly inFlight: number
  readonly queued: number
  readonly windows: readonly TrafficWindow[]
  readonly lastAnswerAt: string | null
  readonly lastError: { readonly code: string; readonly at: string } | null
}

/** What `GET /console/state` answers (docs/console.md): the state of the one process that answered. */
export interface GatewayState {
  readonly at: string
  readonly requests: readonly TrafficWindow[]
  readonly endpoints: readonly {
    readonly path: string
    readonly source: { readonly from: string; readonly release?: number }
    readonly lastError: string | null
    readonly generations: readonly {
      readonly id: string
      readonly state: 'current' | 'draining'
      readonly since: string
      readonly leases: number
      readonly warmed: number
      readonly caches: readonly {
        readonly name: string
        readonly entries: number
        readonly bytes: number
        readonly maxBytes: number
      }[]
    }[]
  }[]
  readonly ministries: readonly MinistryState[]
  readonly planning: readonly {
    readonly lane: string
    readonly isWorking: boolean
    readonly waiting: number
    readonly maxWaiting: number
  }[]
  readonly journal: {
    readonly gateway: string
    readonly chain: string
    readonly isRecording: boolean
    readonly lastSeq: number
    readonly lastWrittenAt: string
    readonly waiting: number
    readonly checkpoint: { readonly seq: number; readonly at: string } | null
    readonly windows: readonly TrafficWindow[]
  } | null
  readonly limits: Readonly<Record<string, unknown>>
  /** What callers may take in a minute and on a day, and how often they were refused since the start. */
  readonly rates: {
    readonly limits: Readonly<Record<string, unknown>>
    readonly refused: Readonly<Record<string, number>>
  } | null
  readonly process: {
    readonly node: string
    readonly uptimeSeconds: number
    readonly memory: { readonly residentBytes: number; readonly heapBytes: number }
    readonly eventLoop: {
      readonly p50Ms: number
      readonly p99Ms: number
      readonly maxMs: number
    } | null
  }
}

/** Requests a second over a window. */
export function perSecond({ requests, minutes }: TrafficWindow): number {
  return requests / (minutes * 60)
}

/** Errors of all requests, 0 to 1; 0 where there were none. */
export function errorShare({ requests, errors }: TrafficWindow): number {
  return requests === 0 ? 0 : errors / requests
}

/** A limit's figure; a group of figures one by one. */
export function limitLines(limits: Readonly<Record<string, unknown>>): readonly [string, number][] {
  return Object.entries(limits).flatMap(([name, value]): [string, number][] => {
    if (typeof value === 'number') return [[name, value]]
    if (typeof value !== 'object' || value === null) return []
    return limitLines(value as Readonly<Record<string, unknown>>).map(([inner, figure]) => [
      `${name}.${inner}`,
      figure,
    ])
  })
}
