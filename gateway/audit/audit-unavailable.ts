import { CodedError } from '../../schema/errors.ts'

/** Seconds: that soon a journal that was away is found again, and its records are written. */
const retryAfterSeconds = 1

/** AUDIT_UNAVAILABLE, with when to ask again: what could not be recorded is not answered. */
export function auditUnavailable(): CodedError {
  return new CodedError('AUDIT_UNAVAILABLE', undefined, { retryAfterSeconds })
}
