import type { Logger } from 'pino'
import { openSigningKey } from '../../auth/signing-key.ts'
import type { ExportInside } from '../../gateway/export-inside.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { RepeatedWork } from '../repeated-work.ts'
import type { Settings } from '../settings.ts'
import type { Dataset } from './dataset.ts'
import { observeSnapshots } from './observe-snapshots.ts'
import { throughInside } from './snapshot-caller.ts'
import { snapshotKeys } from './snapshot-keys.ts'
import { scheduleSnapshots } from './snapshot-schedule.ts'
import { watchSnapshots } from './snapshot-watch.ts'

export interface SnapshotPlace {
  /** What snapshots are made of (wanted-datasets.ts); undefined where none are wanted. */
  readonly datasets: readonly Dataset[] | undefined
  /** The government office's database, as its tables' owner, whose lock lets one write; undefined where it is not known. */
  readonly ownerUrl: string | undefined
  readonly exportFile: ExportInside | undefined
  readonly telemetry: Telemetry | undefined
  readonly log: Logger
}

const minuteMs = 60_000

/** Keeps snapshots made, where the settings want it. */
export async function openSnapshots(
  settings: Settings,
  { datasets, ownerUrl, exportFile, telemetry, log }: SnapshotPlace,
): Promise<RepeatedWork | undefined> {
  const { snapshotDir: folder, snapshotMinutes, snapshotKeep: keep } = settings
  if (folder === undefined || datasets === undefined || exportFile === undefined) return undefined
  if (ownerUrl === undefined) {
    log.warn('snapshots: none are made; STEERING_OWNER_DATABASE_URL is not set')
    return undefined
  }
  const everyMs = snapshotMinutes * minuteMs
  const key = await openSigningKey(settings.auditKeyFile)
  const schedule = scheduleSnapshots({
    folder,
    datasets,
    make: throughInside(exportFile),
    key,
    keys: snapshotKeys(settings, key),
    keep,
    ownerUrl,
    everyMs,
    log,
  })
  const watch = watchSnapshots({ folder, datasets, everyMs, log })
  const stop = telemetry?.metrics && observeSnapshots(telemetry.metrics, watch.late)
  return {
    close: async () => {
      stop?.()
      await watch.close()
      await schedule.close()
    },
  }
}
