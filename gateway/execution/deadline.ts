import { setMaxListeners } from 'node:events'
import { CodedError } from '../../schema/errors.ts'

/** How long a request may still take, and the signal that ends everything done for it. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Milliseconds left; 0 when it has passed. */
  remainingMs(): number
  /** Ends the work at once: nobody waits for the answer any more. */
  abandon(): void
  /** Stops the clock; the request is answered. */
  close(): void
}

/** Starts the clock of one request. The signal's reason is DEADLINE_EXCEEDED, also when abandoned. */
export function openDeadline(limitMs: number): Deadline {
  const controller = new AbortController()
  // One listener for each request to a ministry; a report may make more than Node's ten.
  setMaxListeners(0, controller.signal)
  const end = performance.now() + limitMs
  const abort = (): void => controller.abort(new CodedError('DEADLINE_EXCEEDED'))
  const timer = setTimeout(abort, limitMs)
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, Math.floor(end - performance.now())),
    abandon: abort,
    close: () => clearTimeout(timer),
  }
}
