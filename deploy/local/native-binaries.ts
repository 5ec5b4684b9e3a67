import { constants } from 'node:fs'
import {
  access,
  chmod,
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { reachable } from './reachable.ts'
import type { ServerAccount } from './server-account.ts'

/** PostgreSQL's programs, ready to run under the account asked for. */
export interface NativeBinaries {
  /** Major version, as PG_VERSION of a data directory holds it: "18". */
  readonly major: string
  readonly initdb: string
  readonly postgres: string
}

/** Where the binaries lie: the package's directory, with `package.json` and `native/`. */
export interface BinariesSource {
  readonly packageDirectory: string
  readonly account: ServerAccount | undefined
  /** Copied to here when the package cannot be used where it lies. */
  readonly home: string
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * PostgreSQL's programs from the package of this platform. Library links that the package's install
 * script would have made are made here when missing. The programs are copied to `home` when the
 * package cannot be written to or the account cannot reach it.
 */
export async function nativeBinaries(source: BinariesSource): Promise<NativeBinaries> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(source.packageDirectory, 'package.json'), 'utf8')))
  const inPlace = join(source.packageDirectory, 'native')
  const usable = (await linked(source.packageDirectory)) && (await visible(inPlace, source.account))
  const native = usable ? inPlace : await copied(source, version)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    major: version.split('.')[0] ?? version,
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  }
}

async function linked(packageDirectory: string): Promise<boolean> {
  for (const { source, target } of await links(packageDirectory)) {
    const path = join(packageDirectory, target)
    if (await exists(path)) continue
    try {
      await symlink(relative(dirname(path), join(packageDirectory, source)), path)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false
    }
  }
  return true
}

async function visible(native: string, account: ServerAccount | undefined): Promise<boolean> {
  if (account === undefined) return true
  const probes = ['bin/postgres', 'bin/initdb', 'lib/libz.so.1', 'share/postgresql/postgres.bki']
  for (const probe of probes) {
    const path = join(native, probe)
    if ((await exists(path)) && !(await reachable(path, account, 'read'))) return false
  }
  return true
}

/** A copy under its version's name, complete or absent: it is filled beside and then renamed. */
async function copied(source: BinariesSource, version: string): Promise<string> {
  const place = join(source.home, `postgresql-${version}`)
  const native = join(place, 'native')
  if (await exists(join(native, 'bin'))) return native
  const unfinished = `${place}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await cp(join(source.packageDirectory, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  for (const { source: from, target } of await links(source.packageDirectory)) {
    const path = join(unfinished, target)
    if (!(await exists(path))) await copyFile(join(unfinished, from), path)
  }
  await openToAll(unfinished)
  await rename(unfinished, place)
  return native
}

async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, directory.endsWith('bin') ? 0o755 : 0o644)
  }
}

async function links(packageDirectory: string): Promise<z.infer<typeof linkList>> {
  const text = await readFile(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  )
  return linkList.parse(JSON.parse(text))
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}
