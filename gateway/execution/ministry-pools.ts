import { Pool } from 'undici'

/** Kept-alive connections to each ministry's origin, shared by all generations of the supergraph. */
export interface MinistryPools {
  poolOf(origin: string): Pool
  /** Requests that wait for a connection to an origin. */
  queued(origin: string): number
  close(): Promise<void>
}

/**
 * Idle sockets are dropped after 4 s: before Node servers do (5 s by default), so that a request never
 * meets a socket that is being closed. Deadlines bound the rest, so undici's own timers are off.
 */
export function openMinistryPools(connections: number): MinistryPools {
  const pools = new Map<string, Pool>()
  return {
    poolOf(origin) {
      const known = pools.get(origin)
      if (known) return known
      const pool = new Pool(origin, {
        connections,
        keepAliveTimeout: 4000,
        keepAliveMaxTimeout: 4000,
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      pools.set(origin, pool)
      return pool
    },
    queued: (origin) => pools.get(origin)?.stats.queued ?? 0,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      pools.clear()
    },
  }
}
