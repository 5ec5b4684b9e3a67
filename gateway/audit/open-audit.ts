import type { Logger } from 'pino'
import type { AuditConfig } from '../config.ts'
import type { GatewayMeters } from '../telemetry/gateway-meters.ts'
import { openJournal } from './journal.ts'
import { openJournalStore } from './journal-store.ts'
import type { TrailParts } from './trail.ts'

/** Opens the audit journal that a gateway writes. Fails where its database is away or is not its own. */
export async function openAudit(
  config: AuditConfig,
  log: Logger,
  meters: GatewayMeters | undefined,
): Promise<TrailParts> {
  const store = await openJournalStore(config.databaseUrl, config.gatewayName)
  try {
    const { gatewayName: gateway, ...rest } = config
    const onWritten = meters?.journaled
    return { journal: await openJournal({ ...rest, store, gateway, onWritten, log }), ...config }
  } catch (error) {
    await store.close()
    throw error
  }
}
