/** Work that is done again and again, never twice at the same time. */
export interface Looks {
  /** Does it at once, and once more when it is being done; nothing after the end. */
  now(): void
  /** Ends it; what is being done is waited for. */
  stop(): Promise<void>
}

/** Repeats work, `intervalMs` milliseconds after it was done the last time. The work never fails. */
export function repeated(intervalMs: number, work: () => Promise<void>): Looks {
  let timer: NodeJS.Timeout | undefined
  let busy: Promise<void> | undefined
  let again = false
  let stopped = false
  const run = (): void => {
    if (stopped) return
    if (busy !== undefined) {
      again = true
      return
    }
    clearTimeout(timer)
    busy = work().finally(() => {
      busy = undefined
      if (stopped) return
      timer = setTimeout(run, again ? 0 : intervalMs)
      timer.unref()
      again = false
    })
  }
  return {
    now: run,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await busy
    },
  }
}
