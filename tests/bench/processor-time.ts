import { readFileSync, readdirSync } from 'node:fs'

/**
 * Milliseconds of processor time that a running process has used so far, all its live threads together
 * (Linux: /proc/PID/task/TID/schedstat, nanoseconds); 0 for one that has ended.
 */
export function processorTime(pid: number): number {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    const nanoseconds = tasks.map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
    )
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6
  } catch {
    return 0
  }
}
