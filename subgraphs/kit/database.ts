import { Client, Pool, type PoolClient, TypeOverrides } from 'pg'
import { KeptPlans } from './kept-plans.ts'
import { sessionOptions } from './session-options.ts'

export interface Database {
  readonly pool: Pool
  readonly plans: KeptPlans
  /** Undefined when no connection came free before the deadline (milliseconds of `performance.now`). */
  connect(deadlineAt: number): Promise<PoolClient | undefined>
  /** Cancels what runs on the connection; settles when the server has been told, or cannot be. */
  cancel(client: PoolClient): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
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

/**
 * Opens a pool of pipelined connections: the statements of one request are sent without waiting for each
 * other's answers. Idle connections that break are dropped; the next request opens another.
 */
export function openDatabase({ url, poolSize, applicationName }: DatabaseOptions): Database {
  const connection = {
    ...sessionOptions(url),
    connectionTimeoutMillis: connectMs,
    application_name: applicationName,
  }
  const pool = new Pool({
    ...connection,
    max: poolSize,
    pipeline: true,
    types,
  })
  pool.on('error', () => {
    // An idle connection broke; the pool has dropped it. A request that needs one reports its own failure.
  })
  return {
    pool,
    plans: new KeptPlans(),
    connect: (deadlineAt) => connectBefore(pool, deadlineAt),
    cancel: async (client) => {
      const pid = 'processID' in client ? Number(client.processID) : 0
      // Not from the pool: its connections may all be waiting for what is to be cancelled.
      const other = new Client(connection)
      other.on('error', () => undefined)
      await other
        .connect()
        .then(() => other.query('SELECT pg_cancel_backend($1)', [pid]))
        .catch(() => undefined)
      await other.end().catch(() => undefined)
    },
    close: () => pool.end(),
  }
}

/** A connection that comes too late goes straight back. */
async function connectBefore(pool: Pool, deadlineAt: number): Promise<PoolClient | undefined> {
  const connecting = pool.connect()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, deadlineAt - performance.now()))
  })
  const client = await Promise.race([connecting, late]).finally(() => clearTimeout(timer))
  if (client === undefined)
    connecting.then(
      (unused) => unused.release(),
      () => undefined,
    )
  return client
}
