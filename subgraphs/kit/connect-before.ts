import type { Pool, PoolClient } from 'pg'

/**
 * A connection of a pool; undefined where none came before the deadline (milliseconds of `performance.now`). One that comes
 * too late goes straight back.
 */
export async function connectBefore(
  pool: Pool,
  deadlineAt: number,
): Promise<PoolClient | undefined> {
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
