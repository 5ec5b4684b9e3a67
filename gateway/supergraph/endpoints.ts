import { wholeVariant } from '../../schema/registry/contract.ts'
import type { SupergraphFeed } from './feed.ts'
import { openFollowed } from './followed.ts'
import type { GenerationParts } from './generation.ts'
import { type OpenSupergraph, openSupergraph } from './supergraph.ts'
import { urlFeed } from './url-feed.ts'

/** A supergraph, and the path under which it is asked. */
export interface Endpoint extends OpenSupergraph {
  readonly path: string
}

/**
 * Opens what a gateway serves: the supergraph of the file, or of the registry that it follows, and each variant that
 * it serves beside it. `own` is the registry in this process. Throws when one cannot be served.
 */
export async function openEndpoints(
  parts: GenerationParts,
  own: SupergraphFeed | undefined,
): Promise<readonly Endpoint[]> {
  const { follow } = parts.config
  if (follow === undefined) return [{ path: '/graphql', ...(await openSupergraph(parts)) }]
  const feed = follow.url === undefined ? own : urlFeed({ url: follow.url, token: follow.token })
  if (feed === undefined)
    throw new Error('expected a registry to follow: an address, or one in this process')
  const opened: Endpoint[] = []
  try {
    for (const variant of [wholeVariant, ...follow.contracts]) {
      const path = variant === wholeVariant ? '/graphql' : `/graphql/${variant}`
      opened.push({ path, ...(await openFollowed(parts, { feed, follow, variant })) })
    }
    return opened
  } catch (error) {
    for (const one of opened) await one.close()
    throw error
  }
}
