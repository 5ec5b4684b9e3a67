import { type RepeatedWork, repeatWork } from '../repeated-work.ts'
import { type SightOptions, type SnapshotSight, snapshotSight } from './snapshot-sight.ts'

export interface SnapshotWatch extends RepeatedWork, Pick<SnapshotSight, 'late'> {}

/** What was seen of the folder is old after this time, in which it is looked at four times: milliseconds. */
const lookMs = 60_000

/** Looks how old the newest data in the folder are, whoever wrote them. */
export function watchSnapshots(options: Omit<SightOptions, 'now'>): SnapshotWatch {
  const { look, late } = snapshotSight({ ...options, now: Date.now })
  const watching = repeatWork({
    everyMs: lookMs,
    work: look,
    onFailure: (error) => options.log.error({ err: error }, 'snapshots: the look at them failed'),
  })
  return { late, close: () => watching.close() }
}
