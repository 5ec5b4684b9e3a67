import type { Composition } from '../compose.ts'
import type { Problem } from '../problem.ts'
import { applyContract } from './apply-contract.ts'
import { composePublished } from './compose-published.ts'
import { type Contract, contracts, wholeVariant } from './contract.ts'
import { loadProblem } from './load-problem.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

export interface ComposedVariant {
  readonly variant: string
  readonly text: string
}

export type ComposedRelease =
  | { readonly ok: true; readonly variants: readonly ComposedVariant[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Composes what would be live: the whole supergraph, and each contract's variant of it. Each is loaded once; one that
 * cannot be is a problem.
 */
export function composeRelease(
  subgraphs: readonly PublishedSubgraph[],
  by: readonly Contract[] = contracts,
): ComposedRelease {
  const composed = composedOf(subgraphs)
  if (!composed.ok) return composed
  const text = composed.supergraphSdl
  const variants = [
    { variant: wholeVariant, text },
    ...by.map((contract) => ({
      variant: contract.variant,
      text: applyContract(text, contract),
    })),
  ]
  const differing = variants.filter(
    (one, place) => variants.findIndex((other) => other.text === one.text) === place,
  )
  const problems = differing.flatMap((one) => loadProblem(one.text, one.variant) ?? [])
  return problems.length === 0 ? { ok: true, variants } : { ok: false, problems }
}

/** What is nested so deeply that it cannot be read ends the stack, which is the text's fault. */
function composedOf(subgraphs: readonly PublishedSubgraph[]): Composition {
  try {
    return composePublished(subgraphs)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ok: false, problems: [{ code: 'SDL_INVALID', message: 'nested too deeply' }] }
  }
}
