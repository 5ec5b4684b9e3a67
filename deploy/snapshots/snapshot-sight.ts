import type { Logger } from 'pino'
import type { Sample } from '../../telemetry/instruments.ts'
import type { Dataset } from './dataset.ts'
import type { Manifest } from './manifest.ts'
import { latestSnapshot } from './snapshot-folder.ts'

export interface SightOptions {
  readonly folder: string
  readonly datasets: readonly Pick<Dataset, 'name'>[]
  /** Milliseconds after which data are made anew. */
  readonly everyMs: number
  readonly now: () => number
  readonly log: Logger
}

export interface SnapshotSight {
  /** Reads the folder. One that cannot be read is told once, and what was seen last stays. */
  readonly look: () => Promise<void>
  /**
   * By dataset, 1 where its newest data are older than twice their time: one failure, or a gateway that restarts, does not
   * make it so.
   */
  readonly late: () => readonly Sample<'dataset'>[]
}

/** What is known of the newest data in a folder, whoever wrote them. */
export function snapshotSight({
  folder,
  datasets,
  everyMs,
  now,
  log,
}: SightOptions): SnapshotSight {
  // What is not there is waited for since then; what was seen is believed of no later moment than that.
  const began = now()
  let seenAt = began
  let manifest: Manifest | undefined
  let isReadable = true
  const isLate = (name: string): boolean => {
    const content = manifest?.datasets.find((one) => one.name === name)?.content
    const since = content ? Math.min(Date.parse(content.answeredAt), seenAt) : began
    return now() - since > 2 * everyMs
  }
  return {
    look: async () => {
      try {
        manifest = (await latestSnapshot(folder))?.manifest
        seenAt = now()
        isReadable = true
      } catch (error) {
        if (isReadable) log.error({ err: error }, 'snapshots: the folder cannot be read')
        isReadable = false
      }
    },
    late: () =>
      datasets.map(({ name }) => ({ labels: { dataset: name }, value: isLate(name) ? 1 : 0 })),
  }
}
