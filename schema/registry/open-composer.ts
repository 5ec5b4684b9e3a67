import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { SchemaChange } from '../diff/schema-change.ts'
import type { Comparison } from './changes-of.ts'
import type { ComposedRelease } from './compose-release.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** Composes and compares releases in a thread of its own. */
export interface Composer {
  /** Fails when the thread died or took too long; the next call gets a new one. */
  compose(subgraphs: readonly PublishedSubgraph[]): Promise<ComposedRelease>
  /** Fails in the same way, and where one of the supergraphs cannot be read. */
  changes(comparison: Comparison): Promise<readonly SchemaChange[]>
  close(): Promise<void>
}

/** Milliseconds for one composition. */
const limitMs = 60_000
/** Milliseconds without work after which the thread is ended; a new one takes a second to start. */
const idleMs = 300_000
const maxHeapMegabytes = 2048

type Reply = { readonly id: number } & (
  | { readonly composed: ComposedRelease }
  | { readonly changes: readonly SchemaChange[] }
  | { readonly failed: string }
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

  const asked = async (
    work: { subgraphs: readonly PublishedSubgraph[] } | { comparison: Comparison },
  ): Promise<Reply> => {
    clearTimeout(idle)
    const worker = (thread ??= started())
    const id = ++count
    const settled = new AbortController()
    const { signal } = settled
    const limit = setTimeout(() => void end(), limitMs)
    const exit = once(worker, 'exit', { signal }).then(() => {
      throw new Error('the thread that composes ended before it answered')
    })
    const reply = new Promise<Reply>((resolve, reject) => {
      const hear = (message: Reply): void => {
        if (message.id !== id) return
        worker.off('message', hear)
        if ('failed' in message) reject(new Error(message.failed))
        else resolve(message)
      }
      worker.on('message', hear)
      worker.postMessage({ id, ...work })
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
  }

  return {
    async compose(subgraphs) {
      const reply = await asked({ subgraphs })
      if ('composed' in reply) return reply.composed
      throw new Error('expected what was composed')
    },
    async changes(comparison) {
      const reply = await asked({ comparison })
      if ('changes' in reply) return reply.changes
      throw new Error('expected changes')
    },
    close: end,
  }
}
