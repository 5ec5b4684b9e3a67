import { Client } from 'pg'

/** Milliseconds to wait for the first connection. */
const connectMs = 5000
const oldestMajor = 15

interface Reader {
  readonly version: number
  readonly role: string
  readonly unbound: boolean
}

/**
 * Looks at a ministry's database before it is served: it must answer, be PostgreSQL 15 or later, and know
 * the caller as a role that row-level security binds. Throws one line that names server, database and
 * role, and never the password.
 */
export async function checkReader(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<Reader>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, rolname AS role,
              rolsuper OR rolbypassrls AS unbound
       FROM pg_roles WHERE rolname = current_user`,
    )
    refuse(rows[0])
  } catch (error) {
    throw new Error(`${placeOf(client)}: ${reasonOf(error)}`, { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

function refuse(reader: Reader | undefined): void {
  if (reader === undefined) throw new Error('the role is not in pg_roles')
  if (reader.version < oldestMajor)
    throw new Error(`expected PostgreSQL ${oldestMajor} or later, got ${reader.version}`)
  if (reader.unbound)
    throw new Error(
      `role ${reader.role} is above row-level security; expected a reader, NOSUPERUSER NOBYPASSRLS`,
    )
}

function placeOf({ host, port, database, user }: Client): string {
  return `PostgreSQL ${host}:${port}, database ${database ?? ''}, role ${user ?? ''}`
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
