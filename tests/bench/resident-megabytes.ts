import { readFileSync } from 'node:fs'

/**
 * Megabytes (10⁶ bytes) of memory that processes hold together: what several of them share is counted
 * once (Linux: `Pss` of /proc/PID/smaps_rollup).
 */
export function residentMegabytes(pids: readonly number[]): number {
  const kibibytes = pids.map((pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1])
  })
  return (kibibytes.reduce((sum, one) => sum + one, 0) * 1024) / 1e6
}
