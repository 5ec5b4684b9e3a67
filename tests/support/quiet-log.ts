import { type Logger, pino } from 'pino'
import { isRecorded } from './run-record.ts'

/** A log that nobody reads but the search at the end of a test run (search-record.ts): written nowhere else. */
export function quietLog(): Logger {
  return pino({ level: isRecorded() ? 'debug' : 'silent' }, { write: () => undefined })
}
