import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import type { AuditConfig, GatewayConfig } from '../../gateway/config.ts'
import { type World, openWorld } from '../federation/gateway-world.ts'
import type { MinistryPlan } from '../federation/gateway-ministry.ts'
import { databaseUrl } from '../support/database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { connected } from '../../deploy/connected.ts'

export interface JournalRecord {
  readonly [field: string]: unknown
  readonly chain: string
  readonly seq: number
  readonly at: string
  readonly kind: string
}

export interface AuditedWorld extends World {
  readonly audit: AuditConfig
  /** Everything that this gateway recorded, in order. */
  records(): Promise<readonly JournalRecord[]>
}

/** A configuration of the journal with keys and a gateway's name of its own. */
export async function auditConfig(
  directory: string,
  change: Partial<AuditConfig> = {},
): Promise<AuditConfig> {
  return {
    databaseUrl: databaseUrl('gateway', 'writer'),
    gatewayName: `test-${randomUUID()}`,
    key: await openSigningKey(join(directory, 'audit.jwk.json')),
    personKeys: await openPersonKeys(join(directory, 'persons.jwks.json')),
    waitMs: 2000,
    maxWaiting: 1000,
    checkpointRecords: 1000,
    checkpointMs: 60_000,
    ...change,
  }
}

/** The records of a gateway's chains, oldest chain first, as the journal's readers see them. */
export async function recordsOf(gatewayName: string): Promise<readonly JournalRecord[]> {
  await using reader = await connected(databaseUrl('gateway', 'reader'))
  const { rows } = await reader.query<{ body: JournalRecord }>(
    `SELECT r.body FROM audit.record AS r JOIN audit.record AS s USING (chain)
     WHERE s.kind = 'start' AND s.gateway = $1 ORDER BY s.at, s.chain, r.seq`,
    [gatewayName],
  )
  return rows.map(({ body }) => body)
}

/** Small ministries behind a gateway that records. */
export async function openAuditedWorld(
  change: Partial<AuditConfig> = {},
  plans?: readonly MinistryPlan[],
  gateway: Partial<GatewayConfig> = {},
): Promise<AuditedWorld> {
  const directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path, change)
  const world = await openWorld({ audit, ...gateway }, plans)
  return {
    ...world,
    audit,
    records: () => recordsOf(audit.gatewayName),
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
