import { setTimeout as after } from 'node:timers/promises'
import type { Logger } from 'pino'
import { connected } from '../connected.ts'
import { believedSnapshot } from './believed-snapshot.ts'
import { createSnapshot, type SnapshotOrder } from './create-snapshot.ts'
import { dueDatasets } from './due-datasets.ts'
import type { MakeFile } from './snapshot-caller.ts'
import { snapshotLock } from './snapshot-lock.ts'

export interface SnapshotRounds extends Omit<
  SnapshotOrder,
  'only' | 'lock' | 'onDataset' | 'onDisbelief'
> {
  /** Whose lock lets one of all gateways write. */
  readonly ownerUrl: string
  /** Data that are older are made anew; milliseconds. */
  readonly everyMs: number
  readonly now: () => number
  readonly log: Logger
}

/**
 * Answers one look: it makes what is due, one dataset after the other, each followed by a rest as long as it took. What
 * was tried for nothing is remembered: where nothing at all is published, no manifest tells when that was.
 */
export function snapshotRound(options: SnapshotRounds): (signal: AbortSignal) => Promise<void> {
  const { ownerUrl, folder, datasets, keys, everyMs, now, log } = options
  const tried = new Map<string, number>()
  return async (stop) => {
    await using client = await connected(ownerUrl)
    const lock = await snapshotLock(client, stop)
    if (lock === undefined) return
    const { before } = await believedSnapshot(folder, await keys())
    const only = dueDatasets(datasets, before?.manifest, { everyMs, now: now(), tried })
    if (only.length === 0) return
    const asked = new Set<string>()
    try {
      const { name, datasets: made } = await createSnapshot({
        ...options,
        only,
        lock,
        make: resting(options.make, asked),
        onDataset: (one) => void (one.status === 'FAILED' && tried.set(one.name, now())),
        onDisbelief: (problems) =>
          log.warn(
            { problems },
            'snapshots: the newest is not what was signed; everything is asked anew',
          ),
      })
      const count = (status: string) => made.filter((one) => one.status === status).length
      log.info({ name, fresh: count('FRESH'), failed: count('FAILED') }, 'snapshots: made')
    } catch (error) {
      // Without the lock another goes on with it, and nobody is to wait.
      if (!lock.signal.aborted) for (const name of asked) tried.set(name, now())
      throw error
    }
  }
}

function resting(make: MakeFile, asked: Set<string>): MakeFile {
  return async function* (dataset, signal) {
    asked.add(dataset.name)
    const began = performance.now()
    yield* make(dataset, signal)
    await after(performance.now() - began, undefined, { signal })
  }
}
