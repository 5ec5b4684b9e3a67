import { whole } from './setting.ts'

/** The settings of saved reports, a part of the setting table. */
export const reportSettings = Object.freeze({
  reportPollMs: whole(100, 600_000, {
    name: 'LIEN_THONG_REPORT_POLL_MS',
    unit: 'milliseconds',
    default: '15000',
    what: 'Time between two looks for scheduled reports that are due.',
  }),
  reportRuns: whole(1, 1000, {
    name: 'LIEN_THONG_REPORT_RUNS',
    unit: 'runs',
    default: '30',
    what: 'Runs of a scheduled report that are kept; older ones go.',
  }),
  reportRunBytes: whole(1024, 33_554_432, {
    name: 'LIEN_THONG_REPORT_RUN_BYTES',
    unit: 'bytes',
    default: '1048576',
    what: 'Largest result of a scheduled report that is kept; a larger one is a failed run.',
  }),
})
