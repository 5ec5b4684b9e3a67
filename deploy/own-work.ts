import type { Logger } from 'pino'
import type { Gateway } from '../gateway/server.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { RepeatedWork } from './repeated-work.ts'
import type { Settings } from './settings.ts'
import type { Dataset } from './snapshots/dataset.ts'
import { openSnapshots } from './snapshots/open-snapshots.ts'
import { openEvaluation } from './steering/open-evaluation.ts'

export interface OwnWork {
  readonly gateway: Pick<Gateway, 'ask' | 'exportFile'>
  /** What snapshots are made of (wanted-datasets.ts); undefined where none are wanted. */
  readonly datasets: readonly Dataset[] | undefined
  readonly telemetry: Telemetry | undefined
  readonly log: Logger
}

/** What a gateway that runs alone asks of itself by schedule: indicators and snapshots. */
export async function openOwnWork(
  settings: Settings,
  { gateway: { ask, exportFile }, datasets, telemetry, log }: OwnWork,
): Promise<RepeatedWork> {
  const { steering: ownerUrl } = settings.ownerDatabaseUrls
  // First what may fail: nothing is open then.
  const place = { datasets, ownerUrl, exportFile, telemetry, log }
  const snapshots = await openSnapshots(settings, place)
  const evaluation = openEvaluation(settings, { ownerUrl, ask, isEmbedded: false, log })
  return {
    close: async () => {
      await evaluation?.close()
      await snapshots?.close()
    },
  }
}
