import type { Logger } from 'pino'
import type { ConsumersConfig } from './config.ts'
import { openDocumentStore } from './trusted/document-store.ts'
import { openTrustedDocuments, type TrustedDocuments } from './trusted/trusted-documents.ts'
import { openUseRecorder, type UseRecorder } from './use/use-recorder.ts'
import { openUseStore } from './use/use-store.ts'

/** What a gateway knows of those who ask it: what they use, and the documents that they registered. */
export interface Consumers {
  readonly use: Pick<UseRecorder, 'count'>
  readonly trusted: TrustedDocuments
  readonly close: () => Promise<void>
}

/** Opens both over the registry's database, which may be away: counts wait then, and named documents are refused. */
export function openConsumers(
  { databaseUrl, useIntervalMs, trustedOnly }: ConsumersConfig,
  log: Logger,
): Consumers {
  const uses = openUseStore(databaseUrl)
  const documents = openDocumentStore(databaseUrl)
  const use = openUseRecorder({ store: uses, intervalMs: useIntervalMs, log })
  return {
    use,
    trusted: openTrustedDocuments({ store: documents, only: trustedOnly, log }),
    async close() {
      await use.close()
      await Promise.all([uses.close(), documents.close()])
    },
  }
}
