import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Pool, type PoolClient, TypeOverrides } from 'pg'
import { connectBefore } from './connect-before.ts'
import { KeptPlans } from './kept-plans.ts'
import { openPlaces, type Place, type Places } from './places.ts'
import { sessionOptions } from './session-options.ts'

export interface Database {
  readonly pool: Pool
  readonly plans: KeptPlans
  /** Undefined when no connection came free before the deadline (milliseconds of `performance.now`). */
  connect(deadlineAt: number): Promise<PoolClient | undefined>
  /** Cancels what runs on the connection; settles when the server has been told, or cannot be. */
  cancel(client: PoolClient): Promise<void>
  /** The moment that what the connection reads stands for; undefined: now. */
  asOf(client: PoolClient): Date | undefined
  /** The connection broke: what is connected next goes to another server, where there is one. */
  lost(client: PoolClient): void
  /** Whether another server may answer what one lost. */
  readonly hasSeveral: boolean
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Or several, separated by blanks, of servers that hold the same rows. */
  readonly url: string
  /** Milliseconds that a replica among several may be behind, and is asked. */
  readonly maxLagMs?: number
  /** Connections kept at most. */
  readonly poolSize: number
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
}

/** PostgreSQL object ids of the types whose text is read as something else than pg's default. */
const oid = { int8: 20, numeric: 1700, date: 1082, timestamp: 1114, timestamptz: 1184 } as const

/** 64-bit integers and dates stay text, exact; numeric becomes a double. */
const types = new TypeOverrides()
types.setTypeParser(oid.numeric, Number)
for (const id of [oid.int8, oid.date, oid.timestamp, oid.timestamptz])
  types.setTypeParser(id, String)

/** Milliseconds to wait for a connection of the pool. */
const connectMs = 5000
/** Milliseconds until another connection is tried where one was refused. */
const againMs = 20
/** Milliseconds that a replica may be behind, unless said otherwise. */
const defaultLagMs = 10_000

/**
 * Opens a pool of pipelined connections: the statements of one request are sent without waiting for each
 * other's answers. Idle connections that break are dropped; the next request opens another.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { poolSize, applicationName, maxLagMs = defaultLagMs } = options
  const places = openPlaces(options.url.trim().split(/\s+/), { maxLagMs, applicationName })
  const connection = { connectionTimeoutMillis: connectMs, application_name: applicationName }
  const ways = new WeakMap<object, Way>()
  const opened = new WeakSet<object>()
  class PlacedClient extends Client {
    constructor(config?: object) {
      const place = places.next()
      super({ ...config, ...sessionOptions(place.url) })
      ways.set(this, { place, generation: places.generation() })
      this.on('error', () => places.lost(place))
      this.once('end', () => opened.has(this) || places.lost(place))
    }
  }
  const pool = new Pool({
    ...connection,
    Client: PlacedClient,
    max: poolSize,
    pipeline: true,
    types,
  })
  pool.on('connect', (client) => void opened.add(client))
  pool.on('error', () => {
    // An idle connection broke; the pool has dropped it. A request that needs one reports its own failure.
  })
  return {
    pool,
    plans: new KeptPlans(),
    hasSeveral: places.all.length > 1,
    asOf: (client) => {
      const at = ways.get(client)?.place.asOf
      return at === undefined ? undefined : new Date(at)
    },
    lost: (client) => {
      const place = ways.get(client)?.place
      if (place !== undefined) places.lost(place)
    },
    connect: (deadlineAt) => connectFitting({ pool, places, ways }, deadlineAt),
    cancel: async (client) => {
      const pid = 'processID' in client ? Number(client.processID) : 0
      const { url } = ways.get(client)?.place ?? places.next()
      // Not from the pool: its connections may all be waiting for what is to be cancelled.
      const other = new Client({ ...connection, ...sessionOptions(url) })
      other.on('error', () => undefined)
      await other
        .connect()
        .then(() => other.query('SELECT pg_cancel_backend($1)', [pid]))
        .catch(() => undefined)
      await other.end().catch(() => undefined)
    },
    close: () => {
      places.close()
      return pool.end()
    },
  }
}

interface Way {
  readonly place: Place
  readonly generation: number
}

/** A connection to a place that is fit now; one that cannot be opened is tried again, elsewhere. */
async function connectFitting(
  { pool, places, ways }: { pool: Pool; places: Places; ways: WeakMap<object, Way> },
  deadlineAt: number,
): Promise<PoolClient | undefined> {
  if (places.all.length === 1) return await connectBefore(pool, deadlineAt)
  let failed = 0
  for (;;) {
    try {
      const client = await connectBefore(pool, deadlineAt)
      const way = client && ways.get(client)
      if (client === undefined || way === undefined) return client
      const isOfNow = way.generation === places.generation() && way.place.isFit
      if (isOfNow || places.all.every(({ isFit }) => !isFit)) return client
      client.release(true)
    } catch (error) {
      if (++failed > 2 * places.all.length) throw error
      // By then the connection's end has told that the place is lost.
      await sleep(againMs)
    }
  }
}
