import { Pool, TypeOverrides } from 'pg'

export interface Database {
  readonly pool: Pool
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
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectMs,
    application_name: applicationName,
    pipeline: true,
    types,
    options: '-c TimeZone=UTC -c DateStyle=ISO',
  })
  pool.on('error', () => {
    // An idle connection broke; the pool has dropped it. A request that needs one reports its own failure.
  })
  return { pool, close: () => pool.end() }
}
