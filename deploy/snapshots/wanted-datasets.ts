import type { Settings } from '../settings.ts'
import { type Dataset, houseDatasets, readDatasets } from './dataset.ts'

/**
 * What snapshots are made of; undefined where the settings want none. Asked before anything listens: throws an Error that
 * names the file where the list of datasets is none.
 */
export async function wantedDatasets({
  snapshotDir,
  snapshotMinutes,
  snapshotDatasets,
}: Pick<Settings, 'snapshotDir' | 'snapshotMinutes' | 'snapshotDatasets'>): Promise<
  readonly Dataset[] | undefined
> {
  if (snapshotDir === undefined || snapshotMinutes === 0) return undefined
  return await readDatasets(snapshotDatasets ?? houseDatasets)
}
