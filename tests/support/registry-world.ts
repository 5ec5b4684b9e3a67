import { join } from 'node:path'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { ensureRegistry } from '../../gateway/registry/ensure-registry.ts'
import {
  openRegistry,
  type Registry,
  type RegistryOptions,
} from '../../gateway/registry/registry.ts'
import { openRegistryStore, type RegistryStore } from '../../gateway/registry/registry-store.ts'
import { composeRelease } from '../../schema/registry/compose-release.ts'
import { keptOfOthers } from '../../schema/registry/kept-of-others.ts'
import { adminUrl, databaseUrl } from './database.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { quietLog } from './quiet-log.ts'

export interface RegistryWorld extends AsyncDisposable {
  readonly registry: Registry
  readonly store: RegistryStore
  readonly key: SigningKey
  /** As registry_writer. */
  readonly url: string
  /** Another process's registry over the same tables. */
  another(change?: Partial<RegistryOptions>): Promise<Registry>
}

/** The tables of an empty registry in a database of their own, in the run's server. */
export async function openRegistryTables(): Promise<{ readonly url: string } & AsyncDisposable> {
  const database = `registry_${Math.random().toString(36).slice(2)}`
  await using admin = await connected(adminUrl())
  await admin.query(`CREATE DATABASE ${database} OWNER gateway_owner`)
  const within = (url: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  await ensureRegistry(within(databaseUrl('gateway', 'owner')))
  return {
    url: within(databaseUrl('gateway', 'registry')),
    async [Symbol.asyncDispose]() {
      await using end = await connected(adminUrl())
      await end.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    },
  }
}

/** An empty registry of its own. */
export async function openRegistryWorld(
  change: Partial<RegistryOptions> = {},
): Promise<RegistryWorld> {
  const tables = await openRegistryTables()
  const { url } = tables
  const directory = await temporaryDirectory()
  const key = await openSigningKey(join(directory.path, 'registry.jwk.json'))
  const stores: RegistryStore[] = []
  const opened = async (more: Partial<RegistryOptions>) => {
    const store = await openRegistryStore(url)
    stores.push(store)
    const registry = openRegistry({
      store,
      key,
      compose: async (subgraphs) => composeRelease(subgraphs),
      taken: async ({ before, after, changed }) => keptOfOthers(before, after, new Set(changed)),
      check: async () => ({ problems: [], notes: [] }),
      isAllowed: () => true,
      needsApproval: () => false,
      onRelease: () => undefined,
      log: quietLog(),
      ...more,
    })
    return { registry, store }
  }
  const { registry, store } = await opened(change)
  return {
    registry,
    store,
    key,
    url,
    another: async (more = {}) => (await opened({ ...change, ...more })).registry,
    async [Symbol.asyncDispose]() {
      for (const one of stores) await one.close()
      await tables[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
