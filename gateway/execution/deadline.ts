import { setMaxListeners } from 'node:events'
import { CodedError } from '../../schema/errors.ts'

/** How long a request may still take, and the signal that ends everything done for it. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Milliseconds left; 0 when it has passed. */
  remainingMs(): number
  /** The request's own caller waits no more: ends the work at once, unless others hold on to it. */
  abandon(): void
  /** Another request waits for the same work; answers how it lets go. */
  hold(): () => void
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
  let waiting = 0
  const hold = (): (() => void) => {
    let isHeld = true
    waiting++
    return () => {
      if (isHeld && --waiting === 0) abort()
      isHeld = false
    }
  }
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, Math.floor(end - performance.now())),
    abandon: hold(),
    hold,
    close: () => clearTimeout(timer),
  }
}
