import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { claim } from './claim.ts'
import { clusterHome } from './cluster-home.ts'
import {
  adminRole,
  readClusterState,
  withPasswords,
  writeClusterState,
  type ClusterState,
} from './cluster-state.ts'
import { type DatabaseRole, roleName } from '../database-name.ts'
import { ensureDatabases } from './ensure-databases.ts'
import { freePort } from './free-port.ts'
import { initialise } from './initialise.ts'
import { nativeBinaries, type NativeBinaries } from './native-binaries.ts'
import { platformPackage } from './platform-package.ts'
import { runningPostmaster } from './postmaster-file.ts'
import { serverAccount, type ServerAccount } from './server-account.ts'
import { startServer, type RunningServer } from './start-server.ts'
import { stopServer } from './stop-server.ts'

export interface ClusterOptions {
  /** State directory, for instance `.data`. */
  readonly directory: string
  readonly log: (line: string) => void
  /** What this process serves; told to whoever starts a second one. */
  readonly url?: string
  /** Aborted (Ctrl-C) while opening: everything that was started is stopped, and the call fails. */
  readonly signal?: AbortSignal
  /** Directory of the PostgreSQL package; that of this platform when absent. */
  readonly packageDirectory?: string
}

/** A running PostgreSQL server with a database for each ministry and the gateway, and their roles. */
export interface Cluster {
  readonly port: number
  /** Whether this call made the cluster. */
  readonly created: boolean
  url(of: { database: string; role: DatabaseRole | 'admin' }): string
  stop(): Promise<void>
}

interface Place {
  readonly directory: string
  readonly home: string
  readonly data: string
  readonly account: ServerAccount | undefined
  readonly binaries: NativeBinaries
}

/**
 * Starts the embedded cluster of a state directory, made first when missing. Throws "already running"
 * while another live process holds the directory; a server that a killed process left is stopped.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = resolve(options.directory)
  const held = await claim(directory, options.url)
  let server: RunningServer | undefined
  try {
    const { place, known } = await locate(directory, options)
    const leftover = await runningPostmaster(place.data)
    if (leftover !== undefined) {
      options.log(`stopping PostgreSQL (process ${leftover}) that an earlier run left`)
      await stopServer(leftover)
    }
    const { state, created } = await ensureCluster(place, known, options)
    const urlOf = (database: string, role: string): string =>
      `postgres://${role}:${state.passwords[role] ?? ''}@127.0.0.1:${state.port}/${database}`
    server = await startServer({
      ...place,
      port: state.port,
      logFile: join(directory, 'postgres.log'),
      log: options.log,
      signal: options.signal,
    })
    await ensureDatabases(urlOf, state.passwords)
    options.signal?.throwIfAborted()
    const running = server
    return {
      port: state.port,
      created,
      url: ({ database, role }) =>
        urlOf(database, role === 'admin' ? adminRole : roleName(database, role)),
      stop: async () => {
        await running.stop()
        await held.release()
      },
    }
  } catch (error) {
    await server?.stop()
    await held.release()
    throw error
  }
}

/** Where everything lies, and what an earlier run left there. */
async function locate(
  directory: string,
  options: ClusterOptions,
): Promise<{ place: Place; known: ClusterState | undefined }> {
  const known = await readClusterState(join(directory, 'cluster.json'))
  const account = await serverAccount(join(known?.home ?? directory, 'cluster'))
  const home = known?.home ?? (await clusterHome(directory, account))
  const packageDirectory = options.packageDirectory ?? platformPackage()
  const binaries = await nativeBinaries({ packageDirectory, account, home })
  return { place: { directory, home, data: join(home, 'cluster'), account, binaries }, known }
}

async function ensureCluster(
  place: Place,
  known: ClusterState | undefined,
  options: ClusterOptions,
): Promise<{ state: ClusterState; created: boolean }> {
  const present = await presentVersion(place)
  const created = known === undefined || present === undefined
  refuseForeign(place, { present, created, known: known !== undefined })
  const state: ClusterState = {
    ...(place.home === place.directory ? {} : { home: place.home }),
    port: known?.port ?? 0,
    passwords: withPasswords(known?.passwords ?? {}),
  }
  const stateFile = join(place.directory, 'cluster.json')
  if (created) {
    // The passwords must be on disk before a cluster knows them.
    await writeClusterState(stateFile, state)
    options.log('making the PostgreSQL cluster …')
    await rm(place.data, { recursive: true, force: true })
    await initialise({
      ...place,
      superuser: adminRole,
      password: state.passwords[adminRole] ?? '',
      signal: options.signal,
    })
  }
  // Chosen last: the shorter a free port waits, the less likely another process takes it.
  const listening = { ...state, port: await freePort(state.port) }
  await writeClusterState(stateFile, listening)
  return { state: listening, created }
}

/** Throws when a cluster is there that this program cannot open and must not overwrite. */
function refuseForeign(
  { data, directory, home, binaries }: Place,
  { present, created, known }: { present: string | undefined; created: boolean; known: boolean },
): void {
  if (!created && present !== binaries.major) {
    throw new Error(
      `${data} was made by PostgreSQL ${present}, and this program brings ${binaries.major}: ` +
        `remove ${directory} to start over with new data, or go back to the program that made it`,
    )
  }
  if (!known && present !== undefined && home === directory) {
    throw new Error(
      `${data} is there, but ${join(directory, 'cluster.json')} with its passwords is not: ` +
        `restore it, or remove ${directory} to start over with new data`,
    )
  }
}

/** Major version of the cluster that is there; undefined when there is none. */
async function presentVersion(place: Place): Promise<string | undefined> {
  const version = join(place.data, 'PG_VERSION')
  return readFile(version, 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
        throw new Error(`${place.data} belongs to another account: start as the one that made it`)
      }
      return undefined
    },
  )
}
