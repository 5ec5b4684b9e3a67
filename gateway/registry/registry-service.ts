import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import { type Composer, openComposer } from '../../schema/registry/open-composer.ts'
import type { RegistryConfig } from '../config.ts'
import type { SupergraphFeed } from '../supergraph/feed.ts'
import { openUseStore, type UseStore } from '../use/use-store.ts'
import { checkByUse } from './check-use.ts'
import { houseActor } from './house-actor.ts'
import { openRegistry, type Registry } from './registry.ts'
import { openRegistryStore, type RegistryStore } from './registry-store.ts'

/** The registry in this process. */
export interface RegistryService {
  readonly registry: Registry
  readonly store: RegistryStore
  readonly uses: UseStore
  /** Compares supergraphs in the thread that composes. */
  readonly changes: Composer['changes']
  /** What it made last, for the gateway beside it. */
  readonly feed: SupergraphFeed
  close(): Promise<void>
}

/**
 * Opens the registry and publishes what this house brings along. Throws when its tables cannot be used, or when nothing
 * is published and what the house brings along does not compose.
 */
export async function openRegistryService(
  config: RegistryConfig,
  isAllowed: (subgraph: string, url: string) => boolean,
  log: Logger,
): Promise<RegistryService> {
  const store = await openRegistryStore(config.databaseUrl)
  const composer = openComposer()
  const uses = openUseStore(config.databaseUrl)
  const listeners: (() => void)[] = []
  const registry = openRegistry({
    store,
    key: config.key,
    compose: (subgraphs) => composer.compose(subgraphs),
    taken: (taking) => composer.taken(taking),
    check: checkByUse({ uses, composer, days: config.useDays }),
    isAllowed,
    needsApproval: config.needsApproval,
    onRelease: () => {
      for (const listener of listeners) listener()
    },
    log,
  })
  const close = async (): Promise<void> => {
    await composer.close()
    await uses.close()
    await store.close()
  }
  try {
    await seeded(registry, store, config, log)
  } catch (error) {
    await close()
    throw error
  }
  return {
    registry,
    store,
    uses,
    changes: (work) => composer.changes(work),
    feed: {
      name: 'the registry in this process',
      isOwn: true,
      onChange: (callback) => void listeners.push(callback),
      async read(variant, known) {
        if (known !== undefined && (await store.supergraphHash(variant)) === known)
          return { unchanged: true }
        const found = await store.supergraph(variant)
        if (found === undefined) throw new Error(`nothing is published in the variant ${variant}`)
        return found
      },
    },
    close,
  }
}

/** What is live stays live where the house's own schemas do not fit to it any more. */
async function seeded(
  registry: Registry,
  store: RegistryStore,
  { seed }: RegistryConfig,
  log: Logger,
): Promise<void> {
  try {
    const others = await registry.seed(seed, houseActor)
    if (others.length > 0)
      log.warn(
        { subgraphs: others },
        'published by others since, or retired; the schemas of this house rest',
      )
  } catch (error) {
    const isRefused = error instanceof CodedError && error.code === 'SCHEMA_REFUSED'
    if (!isRefused || (await store.live()).seq === 0) throw error
    const { problems } = error.extensions
    log.error({ problems }, 'the schemas of this house do not fit to what is live; they rest')
  }
}
