import { Client } from 'pg'
import { connectionFailure, connectMs } from './connection-failure.ts'

/** An open connection, closed when it goes out of scope. */
export async function connected(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMs })
  // A server that goes away is seen by the statement that was running; it must not end this process.
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw connectionFailure(client, error)
  })
  // What broke a connection was told by the statement that it broke.
  const close = () => client.end().catch(() => undefined)
  return Object.assign(client, { [Symbol.asyncDispose]: close })
}
