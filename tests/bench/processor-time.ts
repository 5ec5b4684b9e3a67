import { readFileSync, readdirSync } from 'node:fs'

/**
 * Milliseconds of processor time that a running process has used so far, all its live threads together
 * (Linux: /proc/PID/task/TID/schedstat, nanoseconds).
 */
export function processorTime(pid: number): number {
  let nanoseconds = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const [running] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')
    nanoseconds += Number(running)
  }
  return nanoseconds / 1e6
}
