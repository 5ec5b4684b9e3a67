import { LRUCache } from 'lru-cache'
import type { Permission } from '../../auth/permission.ts'
import type { SchemaChange } from '../../schema/diff/schema-change.ts'
import { wholeVariant } from '../../schema/registry/contract.ts'
import type { RegistryService } from '../registry/registry-service.ts'

/** What one release changed for those who see it. */
export interface ChangelogEntry {
  /** Number of the release. */
  readonly release: number
  readonly at: Date
  /** The subgraphs that it published. */
  readonly subgraphs: readonly string[]
  readonly changes: readonly SchemaChange[]
}

/** What the last releases changed, newest first, as holders of these permissions see it; those without a change are left out. */
export type Changelog = (permissions: readonly Permission[]) => Promise<readonly ChangelogEntry[]>

/** Releases that are looked at. */
export const maxReleases = 20
/** Rows of the registry's log that are read: a release of several subgraphs is several. */
const maxRows = 100
const maxKept = 2000

/** Opens the changelog of the whole supergraph over the registry's history; what was compared once is kept. */
export function openChangelog({
  store,
  changes,
}: Pick<RegistryService, 'store' | 'changes'>): Changelog {
  const kept = new LRUCache<string, readonly SchemaChange[]>({ max: maxKept })
  const between = async (
    from: number,
    to: number,
    permissions: readonly Permission[],
  ): Promise<readonly SchemaChange[]> => {
    const key = `${from} ${to} ${permissions.join()}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const [before, after] = await Promise.all([
      store.supergraphAt(from, wholeVariant),
      store.supergraphAt(to, wholeVariant),
    ])
    if (before === undefined || after === undefined) return []
    const found =
      before.text === after.text
        ? []
        : await changes({ before: before.text, after: after.text, permissions })
    kept.set(key, found)
    return found
  }

  return async (permissions) => {
    const rows = await store.releases(maxRows)
    const releases: { release: number; at: Date; subgraphs: string[] }[] = []
    for (const { seq, at, subgraph, supergraph } of rows) {
      if (supergraph !== null) releases.push({ release: seq, at, subgraphs: [] })
      releases.at(-1)?.subgraphs.push(subgraph)
    }
    const entries: ChangelogEntry[] = []
    for (const [place, one] of releases.slice(0, maxReleases).entries()) {
      const before = releases[place + 1]
      if (before === undefined) break
      const found = await between(before.release, one.release, permissions)
      if (found.length > 0) entries.push({ ...one, changes: found })
    }
    return entries
  }
}
