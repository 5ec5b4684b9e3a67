import type { Logger } from 'pino'
import { openUseCounter, type UseCount, type UseCounter, type UsedRequest } from './use-counter.ts'
import type { UseStore } from './use-store.ts'

export interface UseRecorder {
  /** Counts one request that is answered; never fails, and waits for nothing. */
  readonly count: (request: UsedRequest) => void
  /** Writes what was counted and stops. */
  readonly close: () => Promise<void>
}

export interface UseRecorderOptions {
  readonly store: Pick<UseStore, 'add' | 'forget'>
  /** Milliseconds between two writes; what was counted since the last one is lost when the process is killed. */
  readonly intervalMs: number
  readonly log: Logger
}

/** Entries in memory, at most; then they are written before the interval is over. */
export const maxEntries = 20_000
/** Counts that wait for a database that is away, at most; then the newest are dropped, and the log says how many. */
export const maxWaiting = 200_000
/** Rows of one statement. */
const batchRows = 5000
/** Days that use is kept. */
export const keptDays = 400
const dayMs = 86_400_000

/** Counts use in memory and writes it in batches. A database that is away costs no request anything. */
export function openUseRecorder({ store, intervalMs, log }: UseRecorderOptions): UseRecorder {
  const counter: UseCounter = openUseCounter()
  /** By day, coordinate and consumer. */
  const waiting = new Map<string, UseCount>()
  let forgottenAt = 0
  let writing: Promise<void> | undefined

  const wait = (counts: readonly UseCount[]): void => {
    let dropped = 0
    for (const count of counts) {
      const key = `${count.day} ${count.coordinate} ${count.consumer}`
      const kept = waiting.get(key)
      if (kept === undefined && waiting.size >= maxWaiting) dropped++
      else waiting.set(key, kept === undefined ? count : sum(kept, count))
    }
    if (dropped > 0) log.error({ dropped }, 'use: the database is away; counts are dropped')
  }

  const write = async (): Promise<void> => {
    wait(counter.take())
    try {
      while (waiting.size > 0) {
        const batch = [...waiting].slice(0, batchRows)
        await store.add(batch.map(([, count]) => count))
        for (const [key] of batch) waiting.delete(key)
      }
      if (Date.now() - forgottenAt < dayMs) return
      forgottenAt = Date.now()
      await store.forget(keptDays, new Date())
    } catch (error) {
      log.warn({ err: error, waiting: waiting.size }, 'use: not written; it is tried again')
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

function sum(kept: UseCount, more: UseCount): UseCount {
  const requests = kept.requests + more.requests
  return { ...kept, requests, lastAt: Math.max(kept.lastAt, more.lastAt) }
}
