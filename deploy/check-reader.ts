import type { Client } from 'pg'
import { connected } from './connected.ts'
import { connectionFailure } from './connection-failure.ts'

const oldestMajor = 15

interface Reader {
  readonly version: number
  readonly role: string
  readonly unbound: boolean
}

/**
 * Looks at a ministry's database before it is served: it must answer, be PostgreSQL 15 or later, and know
 * the caller as a role that row-level security binds. Throws one line that names server, database and
 * role, and never the password. Of several servers one must answer; those that do not are looked at later.
 */
export async function checkReader(urls: string): Promise<void> {
  let away: unknown
  let answered = 0
  for (const url of urls.trim().split(/\s+/)) {
    const client = await connected(url).catch((error: unknown) => void (away = error))
    if (client === undefined) continue
    await checkOne(client)
    answered++
  }
  if (answered === 0) throw away
}

async function checkOne(opened: Client & AsyncDisposable): Promise<void> {
  await using client = opened
  try {
    const { rows } = await client.query<Reader>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, rolname AS role,
              rolsuper OR rolbypassrls AS unbound
       FROM pg_roles WHERE rolname = current_user`,
    )
    refuse(rows[0])
  } catch (error) {
    throw connectionFailure(client, error)
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
