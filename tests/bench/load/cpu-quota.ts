import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = '/sys/fs/cgroup/cpu'
const periodMicroseconds = 20_000

/** Whether processes can be held to a share of a processor here: Linux, control groups of the first version, root. */
export const canLimit = existsSync(join(root, 'cpu.cfs_quota_us')) && process.getuid?.() === 0

/** Holds a process, with its threads, to a share of one processor until it is disposed of. */
export function cpuQuota(pid: number, share: number): Disposable {
  const group = join(root, `lien-thong-bench-${pid}`)
  mkdirSync(group, { recursive: true })
  writeFileSync(join(group, 'cpu.cfs_period_us'), String(periodMicroseconds))
  writeFileSync(join(group, 'cpu.cfs_quota_us'), String(Math.round(periodMicroseconds * share)))
  // What it may take it gets at once, whatever else runs.
  writeFileSync(join(group, 'cpu.shares'), '10240')
  writeFileSync(join(group, 'cgroup.procs'), String(pid))
  return {
    [Symbol.dispose]() {
      writeFileSync(join(root, 'cgroup.procs'), String(pid))
      rmdirSync(group)
    },
  }
}
