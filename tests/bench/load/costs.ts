import { readdirSync } from 'node:fs'
import type { House } from '../house.ts'
import { postgresProcesses, postgresTime } from '../postgres-processes.ts'
import { processorTime } from '../processor-time.ts'
import { residentMegabytes } from '../resident-megabytes.ts'

/** Milliseconds of processor time so far. */
export interface Costs {
  readonly gateways: number
  readonly ministries: number
  readonly databases: number
}

export function costsOf(house: House): Costs {
  const sum = (pids: readonly number[]) =>
    pids.map(processorTime).reduce((all, one) => all + one, 0)
  return {
    gateways: sum(house.gateways.map(({ pid }) => pid)),
    ministries: sum(Object.values(house.ministries).map(({ pid }) => pid)),
    databases: postgresTime(house.postmaster),
  }
}

/** What `requests` cost between two moments, milliseconds of processor time each. */
export function costsEach(before: Costs, after: Costs, requests: number): Costs {
  const each = (name: keyof Costs) => (after[name] - before[name]) / Math.max(1, requests)
  return {
    gateways: each('gateways'),
    ministries: each('ministries'),
    databases: each('databases'),
  }
}

/** What the processes of the house hold. */
export interface Held {
  readonly gatewayMegabytes: number
  readonly ministryMegabytes: number
  readonly descriptors: number
  readonly databaseProcesses: number
}

export function heldBy(house: House): Held {
  const ministries = Object.values(house.ministries).map(({ pid }) => pid)
  const gateways = house.gateways.map(({ pid }) => pid)
  const descriptors = [...gateways, ...ministries].map(
    (pid) => readdirSync(`/proc/${pid}/fd`).length,
  )
  return {
    gatewayMegabytes: residentMegabytes(gateways),
    ministryMegabytes: residentMegabytes(ministries),
    descriptors: descriptors.reduce((all, one) => all + one, 0),
    databaseProcesses: postgresProcesses(house.postmaster).length,
  }
}
