import { CodedError } from '../../schema/errors.ts'
import type { Deadline } from '../execution/deadline.ts'

/**
 * Waits for work that others may wait for too, no longer than a request may take. Fails with DEADLINE_EXCEEDED.
 */
export function within<T>(work: Promise<T>, deadline: Deadline | undefined): Promise<T> {
  if (deadline === undefined) return work
  return new Promise((resolve, reject) => {
    const stopListening = deadline.onEnd(() => reject(new CodedError('DEADLINE_EXCEEDED')))
    void work.then(resolve, reject).finally(stopListening)
  })
}
