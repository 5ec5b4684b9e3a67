import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ComposedRelease } from './compose-release.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** Composes releases in a thread of its own. */
export interface Composer {
  /** Fails when the thread died or took too long; the next call gets a new one. */
  compose(subgraphs: readonly PublishedSubgraph[]): Promise<ComposedRelease>
  close(): Promise<void>
}

/** Milliseconds for one composition. */
const limitMs = 60_000
/** Milliseconds without work after which the thread is ended; a new one takes a second to start. */
const idleMs = 300_000
const maxHeapMegabytes = 2048

type Reply = { readonly id: number } & (
  { readonly composed: ComposedRelease } | { readonly failed: string }
)

/** Opens a composer; its thread is started with the first composition and ended when it was idle for long. */
export function openComposer(): Composer {
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let count = 0

  const end = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = thread
    thread = undefined
    await ending?.terminate()
  }
  const started = (): Worker => {
    const worker = new Worker(new URL('compose-worker.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
    })
    worker.unref()
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      if (thread === worker) thread = undefined
    })
    return worker
  }

  return {
    async compose(subgraphs) {
      clearTimeout(idle)
      const worker = (thread ??= started())
      const id = ++count
      const settled = new AbortController()
      const { signal } = settled
      const limit = setTimeout(() => void end(), limitMs)
      const exit = once(worker, 'exit', { signal }).then(() => {
        throw new Error('the thread that composes ended before it answered')
      })
      const reply = new Promise<ComposedRelease>((resolve, reject) => {
        const hear = (message: Reply): void => {
          if (message.id !== id) return
          worker.off('message', hear)
          if ('composed' in message) resolve(message.composed)
          else reject(new Error(message.failed))
        }
        worker.on('message', hear)
        worker.postMessage({ id, subgraphs })
      })
      try {
        return await Promise.race([reply, exit])
      } finally {
        clearTimeout(limit)
        settled.abort()
        exit.catch(() => undefined)
        idle = setTimeout(() => void end(), idleMs)
        idle.unref()
      }
    },
    close: end,
  }
}
