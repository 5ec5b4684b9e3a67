import type { Client } from 'pg'
import { connected } from '../connected.ts'
import { type DatabaseName, databaseNames, roleName, rolesOf } from '../database-name.ts'
import { adminRole } from './cluster-state.ts'

/** Connection strings by database and role name. */
export type UrlOf = (database: string, role: string) => string

/**
 * Makes what is missing: for each ministry and the gateway an owner role, a reader role (no superuser, no
 * bypass of row security, read-only by default), for the gateway a writer role, and a database that only
 * these may connect to.
 */
export async function ensureDatabases(
  urlOf: UrlOf,
  passwords: Readonly<Record<string, string>>,
): Promise<void> {
  await using admin = await connected(urlOf('postgres', adminRole))
  const { rows } = await admin.query<{ name: string }>(
    'SELECT rolname AS name FROM pg_roles UNION ALL SELECT datname FROM pg_database',
  )
  const known = new Set(rows.map(({ name }) => name))
  for (const name of databaseNames) await ensureRoles(admin, name, { known, passwords })
  for (const name of databaseNames) {
    if (known.has(name)) continue
    await admin.query(`CREATE DATABASE ${name} OWNER ${roleName(name, 'owner')}`)
  }
  // Repeated at every start, so that a start that was interrupted between two statements is mended.
  for (const name of databaseNames) {
    const others = rolesOf(name).filter((role) => role !== 'owner')
    await admin.query(
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
       GRANT CONNECT ON DATABASE ${name} TO ${others.map((role) => roleName(name, role)).join(', ')}`,
    )
  }
}

async function ensureRoles(
  admin: Client,
  name: DatabaseName,
  { known, passwords }: { known: ReadonlySet<string>; passwords: Readonly<Record<string, string>> },
): Promise<void> {
  for (const role of rolesOf(name).map((one) => roleName(name, one))) {
    if (known.has(role)) continue
    const password = admin.escapeLiteral(passwords[role] ?? '')
    await admin.query(
      `CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
    )
  }
  await admin.query(`ALTER ROLE ${roleName(name, 'reader')} SET default_transaction_read_only = on`)
}
