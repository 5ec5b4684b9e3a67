import { setTimeout as sleep } from 'node:timers/promises'
import { processStart } from './process-start.ts'

/** How long each way of asking is waited for, in milliseconds. */
const steps = [
  // Fast shutdown: sessions are ended, a checkpoint is written.
  ['SIGINT', 20_000],
  // Immediate shutdown: no checkpoint; the next start recovers from the log.
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const

/** Stops a PostgreSQL server by its process number, more firmly when it does not go. */
export async function stopServer(pid: number): Promise<void> {
  const started = await processStart(pid)
  for (const [signal, waitMs] of steps) {
    if (started === undefined || !send(pid, signal)) return
    // Of a clock that nobody sets.
    const until = performance.now() + waitMs
    while (performance.now() < until) {
      if ((await processStart(pid)) !== started) return
      await sleep(20)
    }
  }
  throw new Error(`PostgreSQL, process ${pid}, did not stop`)
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
