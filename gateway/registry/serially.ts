import { CodedError } from '../../schema/errors.ts'

/** Changes that wait for their turn, at most. */
const maxWaiting = 64

/**
 * Runs work one after the other, in the order of the calls. Fails with REGISTRY_UNAVAILABLE when too many wait.
 */
export function serially(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async (work) => {
    if (waiting >= maxWaiting)
      throw new CodedError('REGISTRY_UNAVAILABLE', 'Too many changes wait; try again.')
    waiting++
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      waiting--
    }
  }
}
