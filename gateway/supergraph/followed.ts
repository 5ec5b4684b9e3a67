import { join } from 'node:path'
import type { FollowConfig } from '../config.ts'
import { currentReader } from '../registry/current-supergraph.ts'
import { supergraphReader } from '../registry/signed-supergraph.ts'
import type { SupergraphFeed } from './feed.ts'
import { type BelievedText, type Follower, openFollower } from './follower.ts'
import { type Generation, type GenerationParts, openGeneration } from './generation.ts'
import { lastCopy } from './last-copy.ts'
import { openLifecycle } from './lifecycle.ts'
import type { OpenSupergraph } from './supergraph.ts'

/** Milliseconds without a word of a registry that what is served is its last one; then the log warns. */
const staleMs = 600_000

export interface Followed {
  readonly feed: SupergraphFeed
  readonly follow: FollowConfig
  readonly variant: string
}

/**
 * Follows one variant of a registry's supergraph. At the start the registry's last one is served; where it cannot be
 * had, believed or loaded, the last good copy on disk. Throws when there is neither.
 */
export async function openFollowed(
  parts: GenerationParts,
  { feed, follow, variant }: Followed,
): Promise<OpenSupergraph> {
  const { config } = parts
  const load = (text: string) => openGeneration(text, parts)
  const follower = openFollower({
    feed,
    variant,
    read: supergraphReader(follow.keys),
    readCurrent: currentReader(follow.keys),
    staleMs,
    copy: lastCopy(join(follow.copyFolder, `supergraph-${variant}.json`)),
    mayAsk: (ministry, url) =>
      config.ministryUrls[ministry] !== undefined || (config.mayAsk?.(ministry, url) ?? true),
    intervalMs: follow.intervalMs,
    log: config.log,
  })
  const [first, generation] = await firstLoaded(follower, load, parts, { feed, variant })
  const lifecycle = openLifecycle(generation, load, config.log)
  follower.follow(first, {
    take: async (text) => {
      await lifecycle.offer(text)
      return lifecycle.status().lastError === undefined
    },
    miss: (reason) => lifecycle.miss(reason),
    confirmed: (at) => lifecycle.confirm(at),
    // The one that is current already clears the error of the one that was not taken.
    well: async () => await lifecycle.offer(currentText()),
  })
  const currentText = (): string => {
    const lease = lifecycle.lease()
    lease.release()
    return lease.generation.supergraph
  }
  return {
    lifecycle,
    source: () => ({ from: feed.name, release: follower.release() ?? first.seq }),
    async close() {
      await follower.stop()
      await lifecycle.close()
    },
  }
}

async function firstLoaded(
  follower: Follower,
  load: (text: string) => Promise<Generation>,
  { config: { log } }: GenerationParts,
  { feed, variant }: Pick<Followed, 'feed' | 'variant'>,
): Promise<readonly [BelievedText, Generation]> {
  for (const candidate of await follower.candidates())
    try {
      return [candidate, await load(candidate.text)]
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log.error({ variant, release: candidate.seq, reason }, 'a supergraph cannot be served')
    }
  throw new Error(
    `supergraph ${variant}: expected one that can be served from ${feed.name} or on disk, got none (see the log)`,
  )
}
