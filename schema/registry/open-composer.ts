import type { SchemaChange } from '../diff/schema-change.ts'
import type { Problem } from '../problem.ts'
import { openWorkThread } from '../thread/work-thread.ts'
import type { Comparison } from './changes-of.ts'
import type { PublishVerdict } from './check-publish.ts'
import type { ComposedRelease } from './compose-release.ts'
import type { JudgedRelease } from './judge-release.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** What the thread that composes is asked. */
export type ComposerWork =
  | { readonly kind: 'compose'; readonly subgraphs: readonly PublishedSubgraph[] }
  | { readonly kind: 'changes'; readonly comparison: Comparison }
  | ({ readonly kind: 'taken' } & Taking)
  | { readonly kind: 'judge'; readonly change: JudgedRelease }

/** Two supergraphs, and the subgraphs that a change is made of. */
export interface Taking {
  readonly before: string
  readonly after: string
  readonly changed: readonly string[]
}

/**
 * Composes, compares and judges releases in a thread of its own. Every method fails when the thread died or took too
 * long, and where a supergraph cannot be read; the next call gets a new thread.
 */
export interface Composer {
  compose(subgraphs: readonly PublishedSubgraph[]): Promise<ComposedRelease>
  changes(comparison: Comparison): Promise<readonly SchemaChange[]>
  /** What a change takes from subgraphs that do not change. */
  taken(taking: Taking): Promise<readonly Problem[]>
  judge(change: JudgedRelease): Promise<PublishVerdict>
  close(): Promise<void>
}

const limitMs = 60_000
const idleMs = 300_000
const heapMegabytes = 2048
const youngMegabytes = 128

/** Opens a composer; its thread is started with the first work and ended when it was idle for long. */
export function openComposer(): Composer {
  const module = new URL('compose-worker.ts', import.meta.url)
  const thread = openWorkThread({ module, limitMs, idleMs, heapMegabytes, youngMegabytes })
  // Each work is answered by the function of its kind (compose-worker.ts).
  const asked = async <Reply>(work: ComposerWork) => (await thread.ask(work)) as Reply
  return {
    compose: (subgraphs) => asked({ kind: 'compose', subgraphs }),
    changes: (comparison) => asked({ kind: 'changes', comparison }),
    taken: (taking) => asked({ kind: 'taken', ...taking }),
    judge: (change) => asked({ kind: 'judge', change }),
    close: () => thread.close(),
  }
}
