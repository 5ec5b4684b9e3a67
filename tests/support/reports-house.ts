import type { ReportsConfig } from '../../gateway/config.ts'
import { houseReports } from '../../deploy/house-reports.ts'
import type { GatewayConfig } from '../../gateway/config.ts'
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
    async [Symbol.asyncDispose]() {
      await system[Symbol.asyncDispose]()
      await tables[Symbol.asyncDispose]()
    },
  }
}
