import { path, whole } from './setting.ts'

/** The settings of snapshots for a data store, a part of the setting table. */
export const snapshotSettings = Object.freeze({
  snapshotDir: path({
    name: 'LIEN_THONG_SNAPSHOT_DIR',
    default: undefined,
    what: 'Folder (a volume) that snapshots of aggregates are written into; not set: none are made by schedule.',
  }),
  snapshotMinutes: whole(0, 44_640, {
    name: 'LIEN_THONG_SNAPSHOT_MINUTES',
    unit: 'minutes',
    default: '1440',
    what: 'Datasets of snapshots are asked anew when their data are older, where LIEN_THONG_SNAPSHOT_DIR is set and STEERING_OWNER_DATABASE_URL (or the embedded database), whose lock lets one write, is known; 0: never.',
  }),
  snapshotKeep: whole(2, 1000, {
    name: 'LIEN_THONG_SNAPSHOT_KEEP',
    unit: 'snapshots',
    default: '7',
    what: 'Snapshots that stay in the folder; the oldest beyond are removed.',
  }),
  snapshotDatasets: path({
    name: 'LIEN_THONG_SNAPSHOT_DATASETS',
    default: undefined,
    what: 'JSON file that lists the datasets of snapshots, with their documents beside it; otherwise those that the product brings along.',
  }),
})
