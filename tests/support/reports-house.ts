import { setTimeout as sleep } from 'node:timers/promises'
import { connected } from '../../deploy/connected.ts'
import { houseReports } from '../../deploy/house-reports.ts'
import type { GatewayConfig, ReportsConfig } from '../../gateway/config.ts'
import { type Claims, callerToken } from '../attack/caller-token.ts'
import { openRegistryTables } from './registry-world.ts'
import { openSystem, type System } from './system.ts'

export interface ReportsReply {
  readonly status: number
  /** As JSON; undefined where nothing came. */
  readonly json: unknown
  /** The code of the first error. */
  readonly code: string | undefined
}

export interface ReportsHouse extends AsyncDisposable {
  readonly system: System
  /** The registry's database, as registry_writer. */
  readonly databaseUrl: string
  /** Asks `/reports-api` + path as a caller with these claims. */
  send(claims: Claims, method: string, path: string, body?: unknown): Promise<ReportsReply>
  /** Lets a schedule be due, and waits for the run that follows; undefined where none does within the time. */
  runNow(id: string, waitMs?: number): Promise<KeptRun | undefined>
}

export interface KeptRun {
  readonly id: number
  readonly version: number
  readonly status: string
  readonly codes: readonly string[]
}

/** The whole house with saved reports in a database of their own. */
export async function openReportsHouse(
  change: Partial<ReportsConfig> = {},
  gateway: Partial<GatewayConfig> = {},
): Promise<ReportsHouse> {
  const tables = await openRegistryTables()
  const reports: ReportsConfig = {
    databaseUrl: tables.url,
    seed: await houseReports(),
    pollMs: 100,
    maxRuns: 3,
    maxRunBytes: 200_000,
    ...change,
  }
  const system = await openSystem({ reports, ...gateway })
  return {
    system,
    databaseUrl: tables.url,
    async send(claims, method, path, body) {
      const response = await fetch(`${system.url}/reports-api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await callerToken(system, claims)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const json: unknown = text === '' ? undefined : JSON.parse(text)
      const { errors } = (json ?? {}) as { errors?: { extensions: { code: string } }[] }
      return { status: response.status, json, code: errors?.[0]?.extensions.code }
    },
    async runNow(id, waitMs = 20_000) {
      await using client = await connected(tables.url)
      const last = async (): Promise<KeptRun | undefined> => {
        const { rows } = await client.query<KeptRun>(
          `SELECT id::float8 AS id, version, status, codes FROM reports.run WHERE report = $1
           ORDER BY id DESC LIMIT 1`,
          [id],
        )
        return rows[0]
      }
      const before = await last()
      await client.query(
        `UPDATE reports.schedule SET next_at = date_trunc('milliseconds', now() - interval '3 days')
         WHERE report = $1`,
        [id],
      )
      for (const until = Date.now() + waitMs; Date.now() < until; await sleep(30)) {
        const run = await last()
        if (run !== undefined && run.id !== before?.id) return run
      }
      return undefined
    },
    async [Symbol.asyncDispose]() {
      await system[Symbol.asyncDispose]()
      await tables[Symbol.asyncDispose]()
    },
  }
}
