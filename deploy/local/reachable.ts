import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ServerAccount } from './server-account.ts'

const bits = { read: 4, walk: 1 } as const

/**
 * Whether an account may walk down to a path and then read it, or walk through it, by the mode bits of
 * every directory on the way (access lists are not looked at). A missing path is not reachable.
 */
export async function reachable(
  path: string,
  account: ServerAccount,
  use: 'read' | 'walk',
): Promise<boolean> {
  try {
    let step = await realpath(path)
    if (!(await allows(step, account, bits[use]))) return false
    while (step !== dirname(step)) {
      step = dirname(step)
      if (!(await allows(step, account, bits.walk))) return false
    }
    return true
  } catch {
    return false
  }
}

async function allows(path: string, account: ServerAccount, bit: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & bit) !== 0
}
