import { execFile } from 'node:child_process'
import { chown, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serverAccount } from '../../deploy/local/server-account.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const run = promisify(execFile)

/** A disk of a few MiB, which is memory (Linux, tmpfs), for files of PostgreSQL. */
export interface SmallDisk extends AsyncDisposable {
  /** Whose the servers' account is. */
  readonly path: string
  /** Takes all that is left of it. */
  fill(): Promise<void>
  /** Gives back what was taken. */
  empty(): Promise<void>
}

/** Mounts a disk of so many MiB; undefined where this account may mount none. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const directory = await temporaryDirectory()
  const { path } = directory
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', path])
  } catch {
    await directory[Symbol.asyncDispose]()
    return undefined
  }
  const account = await serverAccount(path)
  if (account) await chown(path, account.uid, account.gid)
  const ballast = join(path, 'ballast')
  return {
    path,
    async fill() {
      const full = await fullness(ballast, megabytes)
      if (full !== 'ENOSPC') throw new Error(`expected a disk that gets full, got ${full}`)
    },
    empty: () => rm(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      await run('umount', [path])
      await directory[Symbol.asyncDispose]()
    },
  }
}

/** Writes page by page until there is none left, and says what ended it. */
async function fullness(path: string, megabytes: number): Promise<string> {
  const page = Buffer.alloc(4096)
  for (let i = 0; i <= megabytes * 256; i++) {
    const code = await writeFile(path, page, { flag: 'a' }).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    )
    if (code !== undefined) return code
  }
  return 'room'
}
