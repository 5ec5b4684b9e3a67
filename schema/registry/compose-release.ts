import type { Problem } from '../problem.ts'
import { composePublished } from './compose-published.ts'
import { wholeVariant } from './contract.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

export interface ComposedVariant {
  readonly variant: string
  readonly text: string
}

export type ComposedRelease =
  | { readonly ok: true; readonly variants: readonly ComposedVariant[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Composes what would be live: the whole supergraph, and each contract's variant of it. */
export function composeRelease(subgraphs: readonly PublishedSubgraph[]): ComposedRelease {
  const composed = composePublished(subgraphs)
  if (!composed.ok) return composed
  return { ok: true, variants: [{ variant: wholeVariant, text: composed.supergraphSdl }] }
}
