import type { Problem } from '../../schema/problem.ts'
import type { PublishedSubgraph } from '../../schema/registry/published-subgraph.ts'

/** What is live after the last release. */
export interface Live {
  /** The last release; 0 when there is none. */
  readonly seq: number
  readonly subgraphs: readonly LiveSubgraph[]
  /** The supergraph that they compose to, of the whole variant; absent before the first release. */
  readonly supergraph: string | undefined
}

export interface LiveSubgraph extends PublishedSubgraph {
  readonly version: number
}

/** A version as it is kept, without its text. */
export interface Version {
  readonly subgraph: string
  readonly version: number
  /** SHA-256 of its SDL, hexadecimal. */
  readonly hash: string
  readonly url: string
  readonly publisher: string
  readonly client: string | null
  readonly message: string | null
  readonly at: Date
  readonly approvers: readonly string[]
  /** Whether a release ever named it. */
  readonly released: boolean
}

export interface NewVersion extends PublishedSubgraph {
  readonly publisher: string
  readonly client: string | undefined
  readonly message: string | undefined
}

/** What a release does to the subgraphs that it names. */
export type ReleaseKind = 'publish' | 'rollback' | 'retire'

/** What goes live in one step: versions that are there, or come with it. */
export interface Release {
  /** The release that this one was composed on. */
  readonly base: number
  readonly kind: ReleaseKind
  /** For `retire` those that go: the versions that are live. */
  readonly changes: readonly (NewVersion | VersionName)[]
  readonly actor: string
  readonly message: string | undefined
  /** By variant, signed. */
  readonly supergraphs: readonly StoredSupergraph[]
  /** Who let versions go live that another one handed in; kept with each of them. */
  readonly approver: string | undefined
}

export interface VersionName {
  readonly name: string
  readonly version: number
}

export interface StoredSupergraph {
  readonly variant: string
  readonly text: string
  readonly jws: string
}

export interface ReleaseEntry {
  readonly seq: number
  readonly at: Date
  readonly kind: ReleaseKind
  readonly subgraph: string
  readonly version: number
  readonly actor: string
  readonly message: string | null
  /** SHA-256 of the whole supergraph, hexadecimal; null inside a release of several subgraphs. */
  readonly supergraph: string | null
}

export interface Verdict {
  readonly kind: ReleaseKind | 'check'
  readonly subgraph: string
  /** SHA-256 of the SDL, hexadecimal. */
  readonly hash: string
  readonly base: number
  readonly actor: string
  readonly passed: boolean
  readonly problems: readonly Problem[]
  readonly notes: readonly string[]
}
