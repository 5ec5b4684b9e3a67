/** Ctrl-C, seen both ways: a signal for what is under way, a promise for who waits. */
export interface StopSignal {
  readonly signal: AbortSignal
  readonly stopped: Promise<void>
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP (a terminal that was closed). The first aborts the signal and
 * resolves the promise; a second one ends the process at once, for whoever does not want to wait for a
 * graceful close.
 */
export function stopSignal(): StopSignal {
  const controller = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    const stop = () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort(new Error('stopped'))
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
  return { signal: controller.signal, stopped }
}
