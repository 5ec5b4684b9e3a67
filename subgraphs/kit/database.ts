import pg from 'pg'

export interface Database {
  readonly pool: pg.Pool
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
const types = {
  getTypeParser: (id: number, format?: 'text' | 'binary'): ((value: string) => unknown) => {
    if (id === oid.numeric) return Number
    if (id === oid.int8 || id === oid.date || id === oid.timestamp || id === oid.timestamptz)
      return String
    return pg.types.getTypeParser(id, format) as (value: string) => unknown
  },
}

/** Milliseconds to wait for a connection of the pool. */
const connectMs = 5000

/**
 * Opens a pool of pipelined connections: the statements of one request are sent without waiting for each
 * other's answers. Idle connections that break are dropped; the next request opens another.
 */
export function openDatabase({ url, poolSize, applicationName }: DatabaseOptions): Database {
  const pool = new pg.Pool({
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
