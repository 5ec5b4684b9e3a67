import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { openModel } from '../subgraphs/kit/open-source.ts'
import { compileRollups } from '../subgraphs/kit/rollup/compile-rollups.ts'
import {
  prepareRollups,
  refreshRollup,
  type Refreshed,
} from '../subgraphs/kit/rollup/refresh-rollup.ts'
import { asOwner } from './as-owner.ts'

export interface RefreshWanted {
  readonly ministry: Ministry
  readonly ownerUrl: string
  /** Only those of this declared name; all of them when absent. */
  readonly name?: string | undefined
  /** Left as they are where their rows are younger; milliseconds. */
  readonly unlessYoungerMs: number
  readonly onRefreshed?: (refreshed: Refreshed, ms: number) => void
  /** Aborted: what is being filled is given up, and the old rows stay. */
  readonly signal?: AbortSignal
}

/**
 * Fills a ministry's rollups anew, as the owner of its tables. One that fails leaves its old rows and does
 * not keep the others from being filled; then the call fails and names it.
 */
export async function refreshRollups(wanted: RefreshWanted): Promise<void> {
  const { ministry, ownerUrl, signal } = wanted
  if (rollupNames(ministry, wanted.name).length === 0) return
  const model = openModel(ministry.name, ministry.schemaFile)
  const reader = `${ministry.name}_reader`
  const { unlessYoungerMs } = wanted
  await asOwner({ model, ownerUrl, what: 'rollups', signal }, async (owner, source) => {
    const all = [...compileRollups(source).values()]
    await prepareRollups(owner, all, reader)
    const named = all.filter(({ name }) => isNamed(name, wanted.name))
    return named.map((rollup) => ({
      name: rollup.name,
      make: async () => {
        const begun = performance.now()
        const refreshed = await refreshRollup(owner, rollup, { reader, unlessYoungerMs })
        wanted.onRefreshed?.(refreshed, performance.now() - begun)
      },
    }))
  })
}

/** The names of a ministry's declared rollups; those of one name, which one type or several may have. */
export function rollupNames(ministry: Ministry, wanted?: string): readonly string[] {
  const model = openModel(ministry.name, ministry.schemaFile)
  return [...model.types.values()]
    .flatMap((type) =>
      type.kind === 'table' ? type.rollups.map(({ name }) => `${type.table}.${name}`) : [],
    )
    .filter((name) => isNamed(name, wanted))
}

/** `byProvince`, or `person.byProvince` as provenance tells it. */
function isNamed(name: string, wanted: string | undefined): boolean {
  return wanted === undefined || name === wanted || name.endsWith(`.${wanted}`)
}
