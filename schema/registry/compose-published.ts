import { compose, type Composable, type Composition } from '../compose.ts'
import type { Problem } from '../problem.ts'
import { readSubgraph } from '../read-subgraph.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** Composes what is published. The problems of all come back together, under the file `NAME.graphql`. */
export function composePublished(subgraphs: readonly PublishedSubgraph[]): Composition {
  const parts: Composable[] = []
  const problems: Problem[] = []
  for (const { name, sdl, url } of subgraphs) {
    const read = readSubgraph({ name, text: sdl, file: `${name}.graphql`, url })
    if (read.ok) parts.push(read.composable)
    else problems.push(...read.problems)
  }
  return problems.length === 0 ? compose(parts) : { ok: false, problems }
}
