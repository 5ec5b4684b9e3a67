import { countByRole } from './count-by-role.ts'
import { whole } from './setting.ts'

/** The settings of `POST /export`, a part of the setting table. */
export const exportSettings = Object.freeze({
  exportRows: countByRole(1_000_000_000, {
    name: 'LIEN_THONG_EXPORT_ROWS',
    unit: 'rows',
    default: '1000000',
    what: 'Rows of one export, and by role where it differs: 1000000 citizen=50000; of several roles the most counts.',
  }),
  exportBytes: whole(65_536, 1_099_511_627_776, {
    name: 'LIEN_THONG_EXPORT_BYTES',
    unit: 'bytes',
    default: '2147483648',
    what: 'Largest file of an export; one that would be larger is broken off.',
  }),
  exportsAtOnce: whole(1, 100, {
    name: 'LIEN_THONG_EXPORTS_AT_ONCE',
    unit: 'exports',
    default: '2',
    what: 'Exports of one caller that are under way at once; more are RATE_LIMITED.',
  }),
  exportsAtOnceInAll: whole(1, 1000, {
    name: 'LIEN_THONG_EXPORTS_AT_ONCE_IN_ALL',
    unit: 'exports',
    default: '16',
    what: 'Exports of all callers of one gateway that are under way at once; more are RATE_LIMITED.',
  }),
})
