import { inject } from 'vitest'
import type { DatabaseRole } from '../../deploy/database-name.ts'
import type { MinistrySummary } from '../../deploy/data/load-data.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** By `ministry/role`. */
    readonly databaseUrls: Readonly<Record<string, string>>
    readonly loaded: LoadedPeople
  }
}

/** How the databases of the run were filled. */
export interface LoadedPeople {
  readonly people: number
  readonly seed: number
  readonly dirt: number
  readonly summary: Readonly<Record<string, MinistrySummary>>
}

/**
 * The URL of a database of the whole run: a ministry's, filled with 2,000 synthetic people, or the
 * gateway's with the audit journal. Tests share it and only read it, whatever the role; journals grow.
 */
export function databaseUrl(ministry: string, role: DatabaseRole): string {
  return urlOf(ministry, role)
}

/** The run's server as its superuser, for databases that a test makes for itself. */
export function adminUrl(): string {
  return urlOf('gateway', 'admin')
}

function urlOf(ministry: string, role: string): string {
  const url = inject('databaseUrls')[`${ministry}/${role}`]
  if (url === undefined) throw new Error(`expected a ministry's name, got ${ministry}`)
  return url
}

/** What was put into the databases: people, seed, rows by table, dirt by kind. */
export function loadedPeople(): LoadedPeople {
  return inject('loaded')
}
