import { openWorkThread } from '../../schema/thread/work-thread.ts'
import type { LoadedSupergraph } from './load-supergraph.ts'

const limitMs = 60_000
const idleMs = 60_000
const heapMegabytes = 1024
const youngMegabytes = 48

/** One for all gateways of a process: supergraphs come seldom, and the thread ends when none came for a minute. */
const thread = openWorkThread({
  module: new URL('load-worker.ts', import.meta.url),
  limitMs,
  idleMs,
  heapMegabytes,
  youngMegabytes,
})

/** Begins to start the thread, which takes a second. */
export function startLoading(): void {
  thread.start()
}

/** Loads a supergraph in a thread of its own (load-supergraph.ts), so that requests go on. Throws what it throws. */
export async function loadedSupergraph(supergraphSdl: string): Promise<LoadedSupergraph> {
  // What loadSupergraph answers there.
  return (await thread.ask(supergraphSdl)) as LoadedSupergraph
}
