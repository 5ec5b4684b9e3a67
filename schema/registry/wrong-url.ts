import type { Problem } from '../problem.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/**
 * What is wrong with the address of a subgraph that is to go live. A publisher may name any; the operator decides
 * which of them the gateway asks. The one that is live stays good.
 */
export function wrongUrl(
  { name, url }: Pick<PublishedSubgraph, 'name' | 'url'>,
  live: readonly PublishedSubgraph[],
  isAllowed: (subgraph: string, url: string) => boolean,
): readonly Problem[] {
  if (url === '')
    return [{ code: 'URL_MISSING', message: 'expected the address where the subgraph answers' }]
  if (live.some((one) => one.name === name && one.url === url)) return []
  if (isAllowed(name, url)) return []
  const message = `expected an address that the gateway's operator allows, got ${JSON.stringify(url)}`
  return [{ code: 'URL_NOT_ALLOWED', message }]
}
