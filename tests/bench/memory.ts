import { setTimeout as after } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { openHouse } from './house.ts'
import { postgresProcesses } from './postgres-processes.ts'
import { residentMegabytes } from './resident-megabytes.ts'

/** Milliseconds after the start until a process is at rest. */
const settle = 10_000

export const memory: Bench = {
  name: 'memory',
  line: 'memory of the gateway and of one subgraph alone, each in its own process, at rest',
  usual: { people: 20_000, rounds: 1 },
  run: async ({ people }) => {
    await using house = await openHouse({ people, ministries: ['population'] })
    await after(settle)
    const held = (name: string, pids: readonly number[]) => ({
      name: `memory-${name}`,
      value: residentMegabytes(pids),
      unit: 'MB',
    })
    return [
      held('gateway', [house.gateway.pid]),
      held('subgraph', [house.ministries['population']?.pid ?? 0]),
      held('bare-node-pg', [house.bare.pid]),
      held('postgresql', postgresProcesses(house.postmaster)),
    ]
  },
}
