import { setTimeout as after } from 'node:timers/promises'
import { type RepeatedWork, repeatWork } from '../repeated-work.ts'
import { type SnapshotRounds, snapshotRound } from './snapshot-round.ts'

export interface ScheduledSnapshots extends Omit<SnapshotRounds, 'now'> {
  /** Before the first look, milliseconds; what asks at the start is let go first. Default 5,000. */
  readonly startMs?: number
}

/** Makes a snapshot where data are old, and what failed again after a quarter of the time. Of all gateways over one database one writes. */
export function scheduleSnapshots(options: ScheduledSnapshots): RepeatedWork {
  const { everyMs, startMs = 5000, log } = options
  const round = snapshotRound({ ...options, now: Date.now })
  let waitMs = startMs
  return repeatWork({
    everyMs,
    work: async (signal) => {
      await after(waitMs, undefined, { signal, ref: false })
      waitMs = 0
      await round(signal)
    },
    onFailure: (error) =>
      log.error({ err: error }, 'snapshots: none could be made; it is tried again'),
  })
}
