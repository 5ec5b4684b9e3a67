import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { House } from '../house.ts'
import { postgresProcesses } from '../postgres-processes.ts'

const taskset = '/usr/bin/taskset'
const gatewayProcessor = 0

/** Whether processes can be put on processors of their own here: Linux, two processors. */
export const canPlace = existsSync(taskset) && availableParallelism() >= 2

/**
 * Puts gateways and who asks on one processor, and ministries and databases on the others, as on machines of their own:
 * a gateway does not wait for a processor that a database uses.
 */
export function placeApart(house: House): void {
  const others = `${gatewayProcessor + 1}-${availableParallelism() - 1}`
  for (const { pid } of house.gateways) place(pid, String(gatewayProcessor))
  place(process.pid, String(gatewayProcessor))
  for (const { pid } of Object.values(house.ministries)) place(pid, others)
  // Those that are started later are where the first one is.
  for (const pid of postgresProcesses(house.postmaster)) place(pid, others)
}

/** All threads of a process; one that has ended is nowhere. */
function place(pid: number, processors: string): void {
  if (!existsSync(`/proc/${pid}`)) return
  execFileSync(taskset, ['--all-tasks', '--cpu-list', '--pid', processors, String(pid)], {
    stdio: 'ignore',
  })
}
