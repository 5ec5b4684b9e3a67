import type { Problem } from '../problem.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** A change that composes, before it goes live. */
export interface PublishChange {
  readonly kind: 'publish' | 'rollback'
  readonly subgraph: string
  /** Days of use that it is judged by; as the registry usually does when absent. */
  readonly days?: number
  /** What is live; absent before the first release. */
  readonly current: PublishedState | undefined
  readonly proposed: PublishedState
}

/** All subgraphs and the supergraph that they compose to, the whole one and no variant. */
export interface PublishedState {
  readonly subgraphs: readonly PublishedSubgraph[]
  readonly supergraph: string
}

export interface PublishVerdict {
  /** Any one refuses the change whole. */
  readonly problems: readonly Problem[]
  /** Said and kept beside the change. */
  readonly notes: readonly Problem[]
}

/** Judges a change, by the use that is made of what is live. A rejection counts as the registry being away. */
export type CheckPublish = (change: PublishChange) => Promise<PublishVerdict>
