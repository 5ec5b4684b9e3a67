import { expand } from '../expand/expand.ts'
import { readSubgraph } from '../read-subgraph.ts'

/**
 * A subgraph's SDL as any composer of Federation 2 reads it: annotated SDL expanded, other SDL as it is. Undefined for
 * SDL with problems, which was never published.
 */
export function federationSdl(name: string, sdl: string): string | undefined {
  const read = readSubgraph({ name, text: sdl, file: `${name}.graphql`, url: '' })
  if (!read.ok) return undefined
  return 'model' in read.composable ? expand(read.composable.model) : sdl
}
