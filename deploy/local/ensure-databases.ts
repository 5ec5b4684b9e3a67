import type { Client } from 'pg'
import { connected } from '../connected.ts'
import { ministryNames, type MinistryName } from '../ministry-name.ts'
import { adminRole } from './cluster-state.ts'

/** Connection strings by database and role name. */
export type UrlOf = (database: string, role: string) => string

/**
 * Makes what is missing: for each ministry an owner role, a reader role (no superuser, no bypass of row
 * security, read-only by default) and a database that only these two may connect to.
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
  for (const ministry of ministryNames) await ensureRoles(admin, ministry, { known, passwords })
  for (const ministry of ministryNames) {
    if (known.has(ministry)) continue
    await admin.query(`CREATE DATABASE ${ministry} OWNER ${ministry}_owner`)
  }
  // Repeated at every start, so that a start that was interrupted between two statements is mended.
  for (const ministry of ministryNames) {
    await admin.query(
      `REVOKE ALL ON DATABASE ${ministry} FROM PUBLIC;
       GRANT CONNECT ON DATABASE ${ministry} TO ${ministry}_reader`,
    )
  }
}

async function ensureRoles(
  admin: Client,
  ministry: MinistryName,
  { known, passwords }: { known: ReadonlySet<string>; passwords: Readonly<Record<string, string>> },
): Promise<void> {
  for (const role of [`${ministry}_owner`, `${ministry}_reader`]) {
    if (known.has(role)) continue
    const password = admin.escapeLiteral(passwords[role] ?? '')
    await admin.query(
      `CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
    )
  }
  await admin.query(`ALTER ROLE ${ministry}_reader SET default_transaction_read_only = on`)
}
