import { join } from 'node:path'
import { connected } from '../connected.ts'
import { readClusterState, type ClusterState } from '../local/cluster-state.ts'
import { openCluster } from '../local/cluster.ts'
import { type DatabaseName, roleName } from '../database-name.ts'
import type { Settings } from '../settings.ts'

/**
 * Does something as the owner of an embedded database: of the cluster that runs now, or of one that is
 * started for it and stopped afterwards.
 */
export async function embeddedDatabase<T>(
  settings: Settings,
  database: DatabaseName,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const state = await readClusterState(join(settings.dataDir, 'cluster.json'))
  if (state === undefined)
    throw new Error(
      `${settings.dataDir} holds no databases yet: run lien-thong start once, or name one with --database`,
    )
  const running = await runningUrl(state, database)
  if (running !== undefined) return await work(running)
  const cluster = await openCluster({ directory: settings.dataDir, log: () => undefined })
  try {
    return await work(cluster.url({ database, role: 'owner' }))
  } finally {
    await cluster.stop()
  }
}

async function runningUrl(
  state: ClusterState,
  database: DatabaseName,
): Promise<string | undefined> {
  const role = roleName(database, 'owner')
  const password = state.passwords[role] ?? ''
  const url = `postgres://${role}:${password}@127.0.0.1:${state.port}/${database}`
  try {
    await using _client = await connected(url)
    return url
  } catch {
    return undefined
  }
}
