import { join } from 'node:path'
import { connected } from '../connected.ts'
import { readClusterState, type ClusterState } from '../local/cluster-state.ts'
import { openCluster } from '../local/cluster.ts'
import { type DatabaseName, roleName } from '../database-name.ts'
import type { Settings } from '../settings.ts'

/** Of another database of the same cluster. */
export type OwnerUrlOf = (database: DatabaseName) => string

/**
 * Does something as the owner of an embedded database: of the cluster that runs now, or of one that is
 * started for it and stopped afterwards.
 */
export async function embeddedDatabase<T>(
  settings: Settings,
  database: DatabaseName,
  work: (ownerUrl: string, urlOf: OwnerUrlOf) => Promise<T>,
): Promise<T> {
  const state = await readClusterState(join(settings.dataDir, 'cluster.json'))
  if (state === undefined)
    throw new Error(
      `${settings.dataDir} holds no databases yet: run lien-thong start once, or name one with --database`,
    )
  const running = await runningUrl(state, database)
  if (running !== undefined) return await work(running, (other) => ownerUrl(state, other))
  const cluster = await openCluster({ directory: settings.dataDir, log: () => undefined })
  try {
    const urlOf: OwnerUrlOf = (other) => cluster.url({ database: other, role: 'owner' })
    return await work(urlOf(database), urlOf)
  } finally {
    await cluster.stop()
  }
}

async function runningUrl(
  state: ClusterState,
  database: DatabaseName,
): Promise<string | undefined> {
  const url = ownerUrl(state, database)
  try {
    await using _client = await connected(url)
    return url
  } catch {
    return undefined
  }
}

function ownerUrl(state: ClusterState, database: DatabaseName): string {
  const role = roleName(database, 'owner')
  const password = state.passwords[role] ?? ''
  return `postgres://${role}:${password}@127.0.0.1:${state.port}/${database}`
}
