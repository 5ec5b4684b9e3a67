import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import {
  openUseCounter,
  type UseBatch,
  type UseCount,
  type UseCounter,
  type UsedRequest,
} from './use-counter.ts'
import type { UseStore } from './use-store.ts'

/** Where counts are written: the registry's tables, or the registry over HTTP. */
export type UseSink = Pick<UseStore, 'add' | 'forget'>

export interface UseRecorder {
  /** Counts one request that is answered; never fails, and waits for nothing. */
  readonly count: (request: UsedRequest) => void
  /** Writes what was counted and stops. */
  readonly close: () => Promise<void>
}

export interface UseRecorderOptions {
  readonly store: UseSink
  /** Milliseconds between two writes; what was counted since the last one is lost when the process is killed. */
  readonly intervalMs: number
  readonly log: Logger
}

/** Entries in memory, at most; then they are written before the interval is over. */
export const maxEntries = 20_000
/** Counts that wait for a database that is away, at most; then the newest are dropped, and the log says how many. */
export const maxWaiting = 200_000
/** Counts of one batch. */
export const maxBatch = 5000
/** Days that use is kept. */
export const keptDays = 400
const dayMs = 86_400_000

/**
 * Counts use in memory and writes it in batches, each added once. A registry that is away costs no request anything:
 * counts wait, up to 200,000 of them.
 */
export function openUseRecorder({ store, intervalMs, log }: UseRecorderOptions): UseRecorder {
  const counter: UseCounter = openUseCounter()
  /** By day, coordinate and consumer. */
  const waiting = new Map<string, UseCount>()
  /** Sent and not yet known to have been added; sent again as it is. */
  let sent: UseBatch | undefined
  let forgottenAt = 0
  let writing: Promise<void> | undefined

  const wait = (counts: readonly UseCount[]): void => {
    let dropped = 0
    for (const count of counts) {
      const key = `${count.day} ${count.coordinate} ${count.consumer}`
      const kept = waiting.get(key)
      if (kept === undefined && waiting.size + (sent?.counts.length ?? 0) >= maxWaiting) dropped++
      else waiting.set(key, kept === undefined ? count : sum(kept, count))
    }
    if (dropped > 0) log.error({ dropped }, 'use: the database is away; counts are dropped')
  }

  /** A batch that is refused for what it is would be refused for ever. */
  const added = async (batch: UseBatch): Promise<void> => {
    try {
      await store.add(batch)
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'BAD_USER_INPUT') throw error
      log.error({ err: error, dropped: batch.counts.length }, 'use: counts are refused')
    }
  }

  const write = async (): Promise<void> => {
    wait(counter.take())
    try {
      while (sent !== undefined || waiting.size > 0) {
        sent ??= nextBatch(waiting)
        await added(sent)
        sent = undefined
      }
      if (Date.now() - forgottenAt < dayMs) return
      forgottenAt = Date.now()
      await store.forget(keptDays, new Date())
    } catch (error) {
      const counts = waiting.size + (sent?.counts.length ?? 0)
      log.warn({ err: error, waiting: counts }, 'use: not written; it is tried again')
    }
  }
  const writeOnce = (): Promise<void> =>
    (writing ??= write().finally(() => {
      writing = undefined
    }))
  const timer = setInterval(() => void writeOnce(), intervalMs)
  timer.unref()

  return {
    count(request) {
      counter.count(request, Date.now())
      if (counter.size() >= maxEntries) void writeOnce()
    },
    async close() {
      clearInterval(timer)
      await writing
      await writeOnce()
    },
  }
}

/** Takes the oldest counts out. */
function nextBatch(waiting: Map<string, UseCount>): UseBatch {
  const taken = [...waiting].slice(0, maxBatch)
  for (const [key] of taken) waiting.delete(key)
  return { id: randomUUID(), counts: taken.map(([, count]) => count) }
}

function sum(kept: UseCount, more: UseCount): UseCount {
  const requests = kept.requests + more.requests
  return { ...kept, requests, lastAt: Math.max(kept.lastAt, more.lastAt) }
}
