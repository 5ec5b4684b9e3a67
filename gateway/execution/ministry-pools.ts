import { Pool } from 'undici'
import type { WatchedCertificate } from '../../auth/watched-certificate.ts'

/** Kept-alive connections to each ministry's origin, shared by all generations of the supergraph. */
export interface MinistryPools {
  poolOf(origin: string): Pool
  close(): Promise<void>
}

/** Milliseconds for a connection: a machine that is gone answers nothing, and its address is tried again sooner. */
const connectMs = 2000

/**
 * Idle sockets are dropped after 4 s: before Node servers do (5 s by default), so that a request never
 * meets a socket that is being closed. Deadlines bound the rest, so undici's own timers are off. With a certificate,
 * https shows it to ministries and takes theirs from its authorities alone; when it changes, what is under way ends on
 * its connections, and everything else opens new ones.
 */
export function openMinistryPools(
  connections: number,
  certificate?: WatchedCertificate,
): MinistryPools {
  const pools = new Map<string, Pool>()
  certificate?.onChange(() => {
    const former = [...pools.values()]
    pools.clear()
    for (const pool of former) pool.close().catch(() => undefined)
  })
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
        connectTimeout: connectMs,
        ...(certificate === undefined ? {} : { connect: shown(certificate.current()) }),
      })
      pools.set(origin, pool)
      return pool
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      pools.clear()
    },
  }
}

function shown({ cert, key, ca }: ReturnType<WatchedCertificate['current']>) {
  return { cert, key, ca, minVersion: 'TLSv1.3' } as const
}
