import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { WorkReply } from './serve-work.ts'

/** A thread of low priority for work that takes hundreds of milliseconds, in which a gateway would answer nobody. */
export interface WorkThread {
  /** Fails with the work's own message, and when the thread died or took too long; the next work gets a new one. */
  ask(work: unknown): Promise<unknown>
  /** Starts the thread before anything is asked of it. */
  start(): void
  readonly isRunning: () => boolean
  close(): Promise<void>
}

export interface WorkThreadOptions {
  /** The module that calls serveWork. */
  readonly module: URL
  /** Milliseconds for one work. */
  readonly limitMs: number
  /** Milliseconds without work after which the thread is ended; a new one takes a second to start. */
  readonly idleMs: number
  /** Of its old objects, 2²⁰ bytes. */
  readonly heapMegabytes: number
  /** Of its new ones: more of them make the collection of garbage cheaper. */
  readonly youngMegabytes: number
}

/** Opens a thread; it is started with the first work unless it was before, and never keeps the process running. */
export function openWorkThread({
  module,
  limitMs,
  idleMs,
  heapMegabytes,
  youngMegabytes,
}: WorkThreadOptions): WorkThread {
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let count = 0
  let open = 0

  const end = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = thread
    thread = undefined
    await ending?.terminate()
  }
  const rest = (): void => {
    clearTimeout(idle)
    if (open === 0) idle = setTimeout(() => void end(), idleMs).unref()
  }
  const started = (): Worker => {
    const worker = new Worker(new URL('run-work.mjs', import.meta.url), {
      execArgv: [],
      workerData: { module: module.href },
      resourceLimits: {
        maxOldGenerationSizeMb: heapMegabytes,
        maxYoungGenerationSizeMb: youngMegabytes,
      },
    })
    worker.unref()
    worker.setMaxListeners(0)
    // Either may come first; what dies takes no more work.
    const forget = (): void => {
      if (thread === worker) thread = undefined
    }
    worker.on('error', forget).once('exit', forget)
    return worker
  }

  return {
    isRunning: () => thread !== undefined,
    start() {
      thread ??= started()
      rest()
    },
    async ask(work) {
      clearTimeout(idle)
      const worker = (thread ??= started())
      const id = ++count
      const settled = new AbortController()
      const limit = setTimeout(() => void end(), limitMs)
      open++
      worker.ref()
      try {
        return await Promise.race([
          replyOf(worker, { id, work }),
          once(worker, 'exit', { signal: settled.signal }).then(() => {
            throw new Error(
              `the thread of ${module.pathname.split('/').at(-1)} ended before it answered`,
            )
          }),
        ])
      } finally {
        clearTimeout(limit)
        settled.abort()
        if (--open === 0) worker.unref()
        rest()
      }
    },
    close: end,
  }
}

function replyOf(worker: Worker, order: { id: number; work: unknown }): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const hear = (message: WorkReply): void => {
      if (message.id !== order.id) return
      worker.off('message', hear)
      if ('failed' in message) reject(new Error(message.failed))
      else resolve(message.reply)
    }
    worker.on('message', hear)
    worker.once('exit', () => worker.off('message', hear))
    worker.postMessage(order)
  })
}
