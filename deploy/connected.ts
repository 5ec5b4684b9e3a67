import { Client } from 'pg'
import { connectionFailure, connectMs } from './connection-failure.ts'

/** Silence after which the operating system asks whether the other side is there: milliseconds. */
const keepAliveMs = 10_000

/** An open connection, closed when it goes out of scope. */
export async function connected(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    // A session may hold a lock while nothing is asked for long: a peer that is gone must be seen meanwhile.
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
  })
  // A server that goes away is seen by the statement that was running; it must not end this process.
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw connectionFailure(client, error)
  })
  // What broke a connection was told by the statement that it broke.
  const close = () => client.end().catch(() => undefined)
  return Object.assign(client, { [Symbol.asyncDispose]: close })
}
