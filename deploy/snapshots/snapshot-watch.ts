import type { Logger } from 'pino'
import type { Sample } from '../../telemetry/instruments.ts'
import { type RepeatedWork, repeatWork } from '../repeated-work.ts'
import type { Dataset } from './dataset.ts'
import type { Manifest } from './manifest.ts'
import { latestSnapshot } from './snapshot-folder.ts'

export interface WatchOptions {
  readonly folder: string
  readonly datasets: readonly Pick<Dataset, 'name'>[]
  /** Milliseconds after which data are made anew. */
  readonly everyMs: number
  readonly log: Logger
}

export interface SnapshotWatch extends RepeatedWork {
  /** By dataset, 1 where its newest data are late. */
  readonly late: () => Iterable<Sample<'dataset'>>
}

/** Between two looks at the folder: milliseconds. */
const lookMs = 60_000

/** Looks how old the newest data in the folder are, whoever wrote them. */
export function watchSnapshots({ folder, datasets, everyMs, log }: WatchOptions): SnapshotWatch {
  const began = Date.now()
  let manifest: Manifest | undefined
  const watching = repeatWork({
    everyMs: lookMs,
    work: async () => {
      manifest = (await latestSnapshot(folder).catch(() => undefined))?.manifest
    },
    onFailure: (error) => log.debug({ err: error }, 'snapshots: the folder cannot be read'),
  })
  return {
    late: () => lateOf(datasets, manifest, { everyMs, began, now: Date.now() }),
    close: () => watching.close(),
  }
}

interface LateAt {
  readonly everyMs: number
  /** Since when what is not there is waited for. */
  readonly began: number
  readonly now: number
}

/** Late is what is older than twice its time: one failure, or a gateway that restarts, does not make it so. */
export function lateOf(
  datasets: readonly Pick<Dataset, 'name'>[],
  manifest: Pick<Manifest, 'datasets'> | undefined,
  { everyMs, began, now }: LateAt,
): readonly Sample<'dataset'>[] {
  return datasets.map(({ name }) => {
    const content = manifest?.datasets.find((one) => one.name === name)?.content
    const since = content ? Date.parse(content.answeredAt) : began
    return { labels: { dataset: name }, value: now - since > 2 * everyMs ? 1 : 0 }
  })
}
