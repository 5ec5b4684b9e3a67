export interface RepeatedWork {
  /** Gives up what is being done. */
  close(): Promise<void>
}

export interface RepeatOptions {
  /** After this time what was made is old; milliseconds. */
  readonly everyMs: number
  readonly work: (signal: AbortSignal) => Promise<void>
  readonly onFailure: (error: unknown) => void
}

/** What is made is looked at four times in the time after which it is old, but at most this often: milliseconds. */
const leastWaitMs = 15_000
/** After a failure: milliseconds. */
const retryMs = 60_000

/** Does work now, and again from time to time. A failure is told and tried again, sooner. */
export function repeatWork({ everyMs, work, onFailure }: RepeatOptions): RepeatedWork {
  const stop = new AbortController()
  const { signal } = stop
  let timer: NodeJS.Timeout | undefined
  const round = async (): Promise<void> => {
    let waitMs = Math.max(leastWaitMs, everyMs / 4)
    try {
      await work(signal)
    } catch (error) {
      if (!signal.aborted) onFailure(error)
      waitMs = Math.min(waitMs, retryMs)
    }
    if (!signal.aborted) timer = setTimeout(next, waitMs).unref()
  }
  let running = round()
  const next = (): void => {
    running = round()
  }
  return {
    close: async () => {
      stop.abort(new Error('stopped'))
      clearTimeout(timer)
      await running
    },
  }
}
