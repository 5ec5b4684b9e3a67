import { type MinistryName, ministryNames } from './ministry-name.ts'

/** The databases of the embedded cluster: one a ministry, and the gateway's own: audit journal and registry. */
export const databaseNames = [...ministryNames, 'gateway'] as const

export type DatabaseName = MinistryName | 'gateway'

/**
 * What a connection is for. Only the gateway's database has a registry and reviews, and only it and the government office's a
 * writer.
 */
export type DatabaseRole = 'owner' | 'reader' | 'writer' | 'registry' | 'reviews'

/** The role's name in PostgreSQL. The audit journal is read by those who oversee, not by the gateway. */
export function roleName(database: string, role: DatabaseRole): string {
  if (database === 'gateway' && role === 'reader') return 'oversight_reader'
  if (role === 'reviews') return 'oversight_writer'
  return role === 'registry' ? 'registry_writer' : `${database}_${role}`
}

/** The roles that a database has. */
export function rolesOf(database: DatabaseName): readonly DatabaseRole[] {
  if (database === 'gateway') return ['owner', 'reader', 'writer', 'registry', 'reviews']
  return database === 'steering' ? ['owner', 'reader', 'writer'] : ['owner', 'reader']
}
