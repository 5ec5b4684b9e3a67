import { type Metrics, observe } from '../../telemetry/instruments.ts'
import type { SnapshotWatch } from './snapshot-watch.ts'

/** Tells metrics which datasets are late; answers how that stops. */
export function observeSnapshots(metrics: Metrics, late: SnapshotWatch['late']): () => void {
  return observe(
    metrics,
    {
      name: 'lien_thong_snapshot_late',
      help: 'Whether the newest data of a dataset for the data store are older than twice their time.',
      labels: ['dataset'],
    },
    late,
  )
}
