import { setTimeout as after } from 'node:timers/promises'
import type { Logger } from 'pino'
import { connected } from '../connected.ts'
import { type RepeatedWork, repeatWork } from '../repeated-work.ts'
import { workLock } from '../work-lock.ts'
import { createSnapshot, type SnapshotOrder } from './create-snapshot.ts'
import type { Dataset } from './dataset.ts'
import type { Manifest } from './manifest.ts'
import type { MakeFile } from './snapshot-caller.ts'
import { latestSnapshot } from './snapshot-folder.ts'

export interface ScheduledSnapshots extends Omit<SnapshotOrder, 'only' | 'signal' | 'onDataset'> {
  /** Whose lock lets one of all gateways write. */
  readonly ownerUrl: string
  /** A snapshot that is older is followed by another; milliseconds. */
  readonly everyMs: number
  readonly log: Logger
  /** Before the first look, milliseconds; what asks at the start is let go first. Default 5,000. */
  readonly startMs?: number
}

/**
 * Makes a snapshot where the newest is old, and what failed in it again after a quarter of the time; one dataset after
 * the other, each followed by a rest as long as it took. Of all gateways over one database one writes.
 */
export function scheduleSnapshots(options: ScheduledSnapshots): RepeatedWork {
  const { everyMs, startMs = 5000, log } = options
  let waitMs = startMs
  return repeatWork({
    everyMs,
    work: async (signal) => {
      await after(waitMs, undefined, { signal, ref: false })
      waitMs = 0
      await snapshotDue(options, signal)
    },
    onFailure: (error) =>
      log.error({ err: error }, 'snapshots: none could be made; it is tried again'),
  })
}

async function snapshotDue(options: ScheduledSnapshots, signal: AbortSignal): Promise<void> {
  const { ownerUrl, folder, datasets, everyMs, log } = options
  await using client = await connected(ownerUrl)
  if (!(await workLock(client, 'snapshot'))) return
  const latest = await latestSnapshot(folder).catch((error: unknown) => {
    if (isAbsent(error)) return undefined
    throw error
  })
  const only = dueOf(datasets, latest?.manifest, { everyMs, now: Date.now() })
  if (only.length === 0) return
  const make = resting(options.make)
  const made = await createSnapshot({ ...options, make, only, signal })
  const count = (status: string) => made.datasets.filter((one) => one.status === status).length
  log.info({ name: made.name, fresh: count('FRESH'), failed: count('FAILED') }, 'snapshots: made')
}

/** What a manifest says, of what this asks. */
interface Made extends Pick<Manifest, 'createdAt'> {
  readonly datasets: readonly {
    readonly name: string
    readonly failure: { readonly at: string } | null
    /** Null where nothing is there. */
    readonly content: object | null
  }[]
}

interface DueAt {
  readonly everyMs: number
  readonly now: number
}

/** The names of what is made anew: all when the snapshot is old, of a younger one what is missing or failed a while ago. */
export function dueOf(
  datasets: readonly Pick<Dataset, 'name'>[],
  latest: Made | undefined,
  { everyMs, now }: DueAt,
): readonly string[] {
  const names = datasets.map(({ name }) => name)
  if (latest === undefined || Date.parse(latest.createdAt) <= now - everyMs) return names
  return names.filter((name) => {
    const one = latest.datasets.find((known) => known.name === name)
    if (one === undefined) return true
    if (one.failure === null) return one.content === null
    return Date.parse(one.failure.at) <= now - everyMs / 4
  })
}

function resting(make: MakeFile): MakeFile {
  return async function* (dataset, signal) {
    const began = performance.now()
    yield* make(dataset, signal)
    await after(performance.now() - began, undefined, { signal })
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
