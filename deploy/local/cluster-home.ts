import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { reachable } from './reachable.ts'
import type { ServerAccount } from './server-account.ts'

/**
 * The directory that holds the cluster: the state directory itself, or, where the unprivileged account
 * cannot walk into it (a clone under /root), a directory of our own under /var/lib or the temporary
 * directory, named by a hash of the state directory so that it is found again.
 */
export async function clusterHome(
  directory: string,
  account: ServerAccount | undefined,
): Promise<string> {
  if (account === undefined || (await reachable(directory, account, 'walk')))
    return resolve(directory)
  const name = `lien-thong-${createHash('sha256').update(resolve(directory)).digest('hex').slice(0, 12)}`
  for (const base of ['/var/lib', tmpdir()]) {
    const home = join(base, name)
    if ((await reachable(base, account, 'walk')) && (await ownDirectory(home))) return home
  }
  throw new Error(
    `PostgreSQL does not run as root, and the account ${account.uid} cannot reach ${resolve(directory)}: ` +
      'run this in a directory that other accounts may walk into, or as an ordinary user.',
  )
}

/** A directory is entered only when root made it: in /tmp anyone may have put a link there first. */
async function ownDirectory(home: string): Promise<boolean> {
  try {
    await mkdir(home, { mode: 0o711, recursive: true })
    const found = await lstat(home)
    if (!found.isDirectory() || found.uid !== 0) return false
    await chmod(home, 0o711)
    return true
  } catch {
    return false
  }
}
