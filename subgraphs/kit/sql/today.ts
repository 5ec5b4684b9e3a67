import { raw } from 'sql-template-tag'

/** The zone of days and of time buckets unless the caller names one. */
export const vietNam = 'Asia/Ho_Chi_Minh'

/** The present day in Viet Nam, whatever the session's zone. */
export const today = raw(`(now() AT TIME ZONE '${vietNam}')::date`)
