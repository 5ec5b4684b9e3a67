import { DatabaseError } from 'pg'
import { CodedError } from '../../schema/errors.ts'

/**
 * Classes of SQLSTATE that say the database is away or full, not that the statement is wrong. 40: a replica
 * took away rows that a statement was reading.
 */
const unavailable = new Set(['08', '40', '53', '57', '58'])
/** The ministry changed a table under a prepared statement; the next request prepares it anew. */
const stale = new Set(['0A000', '26000'])

/**
 * What a caller may hear of a failed statement: that the deadline passed, that a value does not fit, that
 * the ministry's database is away. Anything else is answered unchanged and masked further up.
 */
export function databaseError(error: unknown, ministry: string): unknown {
  if (error instanceof CodedError || !(error instanceof Error)) return error
  const state = stateOf(error)
  if (state === '57014') return new CodedError('DEADLINE_EXCEEDED', undefined, { ministry })
  // Class 22, data exception: 22003 out of range, 22007 no date, 22P02 no number or uuid.
  if (/^22[0-9A-Z]{3}$/.test(state))
    return new CodedError(
      'BAD_USER_INPUT',
      'A value does not fit the column that it is compared with.',
    )
  if (state === '' || unavailable.has(state.slice(0, 2)) || stale.has(state))
    return new CodedError('MINISTRY_UNAVAILABLE', undefined, { ministry })
  return error
}

/** Whether the connection ended under the statement, or its server is going. */
export function isServerGone(error: unknown): boolean {
  if (error instanceof CodedError || !(error instanceof Error)) return false
  const state = stateOf(error)
  return state === '' || /^(?:08|58|57P)/.test(state)
}

/** The SQLSTATE of what PostgreSQL answered; '' where it did not answer: a socket's EPIPE is none. */
function stateOf(error: Error): string {
  return error instanceof DatabaseError ? (error.code ?? '') : ''
}
