import type { Logger } from 'pino'
import type { ConsumersConfig } from './config.ts'
import { openDocumentStore } from './trusted/document-store.ts'
import type { OwnDocuments } from './trusted/own-documents.ts'
import { openTrustedDocuments, type TrustedDocuments } from './trusted/trusted-documents.ts'
import { openUseRecorder, type UseRecorder } from './use/use-recorder.ts'
import { openUseSender } from './use/use-sender.ts'
import { openUseStore } from './use/use-store.ts'

/** What a gateway knows of those who ask it: what they use, and the documents that they registered. */
export interface Consumers {
  readonly use: Pick<UseRecorder, 'count'>
  /** Absent where the registry's database is not known. */
  readonly trusted: TrustedDocuments | undefined
  readonly close: () => Promise<void>
}

/**
 * Opens both over the registry's database, which may be away: counts wait then, and named documents are refused. A gateway
 * that follows a registry elsewhere sends its counts there.
 */
export function openConsumers(
  config: ConsumersConfig,
  own: OwnDocuments | undefined,
  log: Logger,
): Consumers {
  const { useIntervalMs: intervalMs } = config
  if (!('databaseUrl' in config)) {
    const use = openUseRecorder({ store: openUseSender(config.registry), intervalMs, log })
    return { use, trusted: undefined, close: () => use.close() }
  }
  const uses = openUseStore(config.databaseUrl)
  const documents = openDocumentStore(config.databaseUrl)
  const use = openUseRecorder({ store: uses, intervalMs, log })
  return {
    use,
    trusted: openTrustedDocuments({ store: documents, only: config.trustedOnly, own, log }),
    async close() {
      await use.close()
      await Promise.all([uses.close(), documents.close()])
    },
  }
}
