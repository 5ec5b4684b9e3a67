import type { BreakerEvent } from './breaker.ts'
import type { Deadline } from './deadline.ts'

/**
 * What the breaker is told of a request whose time is over before its answer: the ministry was late that had `given`
 * milliseconds, `lateMs` at least, and let all of them pass; of a caller who left it says nothing.
 */
export function endAtDeadline(
  deadline: Pick<Deadline, 'remainingMs'>,
  given: number,
  lateMs: number,
): Extract<BreakerEvent, 'late' | 'unsaid'> {
  return given >= lateMs && deadline.remainingMs() === 0 ? 'late' : 'unsaid'
}
