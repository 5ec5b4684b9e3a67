/**
 * Resolves at the first SIGINT or SIGTERM. A second one ends the process at once, for whoever does not
 * want to wait for a graceful close.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    const stop = () => {
      if (isStopping) process.exit(130)
      isStopping = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
