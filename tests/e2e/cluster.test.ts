import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { openCluster, type Cluster } from '../../deploy/local/cluster.ts'
import { platformPackage } from '../../deploy/local/platform-package.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const log = (): void => undefined
const isRoot = process.getuid?.() === 0
const nobody = 65_534

describe('the embedded cluster', () => {
  it('keeps its data over a restart and gives each ministry an owner and a reader', async () => {
    await using directory = await temporaryDirectory()
    const first = await openCluster({ directory: directory.path, log })
    expect(first.created).toBe(true)
    await query(
      first.url({ database: 'land', role: 'owner' }),
      'CREATE TABLE kept AS SELECT 7 AS n',
    )
    await first.stop()

    const second = await openCluster({ directory: directory.path, log })
    try {
      expect(second.created).toBe(false)
      expect(second.port).toBe(first.port)
      const owner = second.url({ database: 'land', role: 'owner' })
      const reader = second.url({ database: 'land', role: 'reader' })
      expect(await query(owner, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
      expect(
        await query(
          reader,
          'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user',
        ),
      ).toEqual([{ rolsuper: false, rolbypassrls: false }])
      await expect(query(reader, 'SELECT n FROM kept')).rejects.toThrow('permission denied')
      await expect(query(reader, 'CREATE TABLE x (n int)')).rejects.toThrow()
      await expect(query(reader.replace(/land$/, 'health'), 'SELECT 1')).rejects.toThrow(
        'permission denied for database',
      )
    } finally {
      await second.stop()
    }
    expect(await serversOf(directory.path)).toEqual([])
  })

  it('refuses a second start and says who runs and where', async () => {
    await using directory = await temporaryDirectory()
    const holder = await hold(directory.path)
    await expect(openCluster({ directory: directory.path, log })).rejects.toThrow(
      `already running: process ${holder.child.pid}, http://localhost:4999`,
    )
    holder.child.kill('SIGTERM')
    await once(holder.child, 'exit')
    await closed(openCluster({ directory: directory.path, log }))
  })

  it('stops the server that a killed process left, and goes on', async () => {
    await using directory = await temporaryDirectory()
    const holder = await hold(directory.path)
    holder.child.kill('SIGKILL')
    await once(holder.child, 'exit')
    const said: string[] = []
    await closed(openCluster({ directory: directory.path, log: (line) => said.push(line) }))
    expect(said.join()).toContain('that an earlier run left')
    expect(await serversOf(directory.path)).toEqual([])
  })

  it('starts over when the first start was interrupted', async () => {
    await using directory = await temporaryDirectory()
    const stop = new AbortController()
    const opening = openCluster({
      directory: directory.path,
      log: () => stop.abort(),
      signal: stop.signal,
    })
    await expect(opening).rejects.toThrow('abort')
    expect(await serversOf(directory.path)).toEqual([])
    await mkdir(join(directory.path, 'cluster.new', 'data'), { recursive: true })
    await closed(openCluster({ directory: directory.path, log }))
    expect(await readdir(directory.path)).not.toContain('cluster.new')
  })

  it('refuses a cluster of another version, and one whose passwords are lost', async () => {
    await using directory = await temporaryDirectory()
    await closed(openCluster({ directory: directory.path, log }))
    const version = join(directory.path, 'cluster', 'PG_VERSION')
    const right = await readFile(version)
    await writeFile(version, '17\n')
    await expect(openCluster({ directory: directory.path, log })).rejects.toThrow(
      'was made by PostgreSQL 17',
    )
    await writeFile(version, right)
    await rm(join(directory.path, 'cluster.json'))
    await expect(openCluster({ directory: directory.path, log })).rejects.toThrow('cluster.json')
  })

  it('makes the library links that an install script would have made', async () => {
    await using directory = await temporaryDirectory()
    const packageDirectory = await unlinkedPackage(join(directory.path, 'package'))
    await closed(openCluster({ directory: join(directory.path, 'data'), log, packageDirectory }))
  })

  it.runIf(isRoot)('works as root where no other account can look', async () => {
    await using directory = await temporaryDirectory()
    await chmod(directory.path, 0o700)
    const packageDirectory = await unlinkedPackage(join(directory.path, 'package'))
    const data = join(directory.path, 'data')
    await closed(openCluster({ directory: data, log, packageDirectory }))
    const state: unknown = JSON.parse(await readFile(join(data, 'cluster.json'), 'utf8'))
    expect(state).toMatchObject({ home: expect.stringContaining('lien-thong-') as string })
    const { home } = state as { home: string }
    try {
      await access(join(home, 'cluster', 'PG_VERSION'))
      await closed(openCluster({ directory: data, log, packageDirectory }))
    } finally {
      await rm(home, { recursive: true })
    }
  })

  it.runIf(isRoot && process.platform === 'linux')('works as an ordinary user', async () => {
    await using directory = await temporaryDirectory()
    await chown(directory.path, nobody, nobody)
    const holder = await hold(directory.path, nobody)
    expect(await serversOf(directory.path)).toHaveLength(1)
    holder.child.kill('SIGTERM')
    await once(holder.child, 'exit')
    expect(await serversOf(directory.path)).toEqual([])
  })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

async function closed(opening: Promise<Cluster>): Promise<void> {
  await (await opening).stop()
}

/** Another process that opens the cluster and holds it. */
async function hold(directory: string, uid?: number): Promise<{ child: ChildProcess }> {
  const script = join(import.meta.dirname, '../support/hold-cluster.ts')
  const child = fork(script, [directory], {
    execArgv: ['--import', 'tsx'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const [answer] = (await once(child, 'message')) as [{ port?: number; error?: string }]
  expect(answer.error).toBeUndefined()
  return { child }
}

/** Process numbers of the servers whose working directory lies under a path. */
async function serversOf(directory: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc').catch(() => [])) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (/(postgres|initdb)\0/.test(command) && command.includes(directory)) found.push(pid)
  }
  return found
}

/** A copy of the platform's package as npm leaves it when it may not run install scripts. */
async function unlinkedPackage(to: string): Promise<string> {
  await cp(platformPackage(), to, { recursive: true, verbatimSymlinks: true })
  const lib = join(to, 'native', 'lib')
  const links = (await readdir(lib, { withFileTypes: true })).filter((entry) =>
    entry.isSymbolicLink(),
  )
  for (const link of links) await rm(join(lib, link.name))
  return to
}
