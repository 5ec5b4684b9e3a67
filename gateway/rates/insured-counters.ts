import type { Logger } from 'pino'
import type { Counters } from './counters.ts'
import type { MemoryCounters } from './memory-counters.ts'
import type { ValkeyCounters } from './valkey-counters.ts'

/** Whether counts are shared: `own`, where no Valkey is named; `away`, where it does not answer. */
export type Sharing = 'own' | 'shared' | 'away'

export interface InsuredCounters extends Counters {
  sharing(): Sharing
  /** Counts that the process had to make by itself since it started. */
  uninsured(): number
  close(): void
}

/** Milliseconds that a Valkey which failed is left alone; then it is looked for, with the next count. */
const pauseMs = 250

/**
 * Shared counters, and those of this process while they are away: never open, and never closed for everybody. What the
 * shared ones say is repeated to the own ones, so that a window goes on where it stood. The first failure is a line
 * of the log, and so is the return. Nobody waits for a Valkey that is known to be away.
 */
export function insuredCounters(
  own: MemoryCounters,
  shared: ValkeyCounters,
  log: Pick<Logger, 'info' | 'warn'>,
  now: () => number = () => performance.now(),
): InsuredCounters {
  let isAway = false
  let askAgainAt = 0
  let counts = 0

  /** Beside the counts, by a count of nothing: what is slow at counting is away, whatever else it answers. */
  async function lookForIt(): Promise<void> {
    askAgainAt = now() + pauseMs
    try {
      await shared.take({ key: 'look', amount: 0, most: 0, windowMs: pauseMs })
    } catch {
      return
    }
    if (isAway) log.info('limits: Valkey is back, counts are shared again')
    isAway = false
  }

  async function insured<T>(ask: () => Promise<T>, instead: () => Promise<T>): Promise<T> {
    if (isAway) {
      if (now() >= askAgainAt) void lookForIt()
      counts++
      return await instead()
    }
    try {
      return await ask()
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown'
      if (!isAway) log.warn({ reason }, 'limits: Valkey is away, this process counts for itself')
      isAway = true
      askAgainAt = now() + pauseMs
      counts++
      return await instead()
    }
  }

  return {
    take: (taking) =>
      insured(
        async () => {
          const taken = await shared.take(taking)
          own.repeat(taking.key, taken.used, taken.resetMs)
          return taken
        },
        () => own.take(taking),
      ),
    correct: (key, by) =>
      insured(
        async () => {
          await shared.correct(key, by)
          await own.correct(key, by)
        },
        () => own.correct(key, by),
      ),
    addPersons: (seen) =>
      insured(
        async () => {
          const added = await shared.addPersons(seen)
          if (added.isTaken) await own.addPersons({ ...seen, most: Infinity })
          return added
        },
        () => own.addPersons(seen),
      ),
    sharing: () => (isAway || !shared.isConnected() ? 'away' : 'shared'),
    uninsured: () => counts,
    close: () => shared.close(),
  }
}
