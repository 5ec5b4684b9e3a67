import type { Client } from 'pg'

/** Milliseconds to wait for a connection that a command or a start needs. */
export const connectMs = 5000

/** What stopped a connection: server, database, role and the reason in one line, never the password. */
export function connectionFailure({ host, port, database, user }: Client, error: unknown): Error {
  const place = `PostgreSQL ${host}:${port}, database ${database ?? ''}, role ${user ?? ''}`
  return new Error(`${place}: ${reasonOf(error)}`, { cause: error })
}

function reasonOf(error: unknown): string {
  // A name with several addresses fails with all their reasons and no message of its own.
  const [first]: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const text = first instanceof Error ? first.message : String(first)
  // What pg says when the time ran out while the connection was being made.
  if (/^(timeout expired|Connection terminated)/.test(text))
    return `no connection within ${connectMs / 1000} s`
  return text
}
