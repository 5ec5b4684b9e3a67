import type { Logger } from 'pino'
import { openChainWatch } from '../gateway/audit/chain-watch.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { oversightWith } from '../subgraphs/oversight/subgraph.ts'
import { auditKeysIn, ownAuditKeys } from './audit-keys.ts'
import type { Settings } from './settings.ts'

export interface CheckedOversight {
  readonly ministry: Ministry
  close(): Promise<void>
}

/** Milliseconds between two looks at the journal, and until it is read anew from its beginning. */
const everyMs = 10_000
const roundMs = 24 * 3_600_000

/** The oversight, and beside it the check of the journal that it reads. */
export function checkedOversight(
  settings: Settings,
  databaseUrl: string,
  log: Logger,
): CheckedOversight {
  const { auditKeysFile: file } = settings
  const watch = openChainWatch({
    databaseUrl,
    keys: () => (file === undefined ? ownAuditKeys(settings) : auditKeysIn(file)),
    everyMs,
    roundMs,
    log,
  })
  return { ministry: oversightWith(watch, settings.reviewHours), close: () => watch.close() }
}
