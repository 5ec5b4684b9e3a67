import { openDatabase } from '../subgraphs/kit/database.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { openModel, openSource } from '../subgraphs/kit/open-source.ts'
import { compileRollups } from '../subgraphs/kit/rollup/compile-rollups.ts'
import {
  prepareRollups,
  refreshRollup,
  type Refreshed,
} from '../subgraphs/kit/rollup/refresh-rollup.ts'
import type { Rollup } from '../subgraphs/kit/rollup/rollup.ts'

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
  const model = openModel(ministry.name, ministry.schemaFile)
  if (![...model.types.values()].some((type) => type.kind === 'table' && type.rollups.length > 0))
    return
  const database = openDatabase({
    url: ownerUrl,
    poolSize: 1,
    applicationName: `lien-thong rollups of ${ministry.name}`,
  })
  try {
    const source = await openSource(model, database)
    const owner = await database.pool.connect()
    const cancel = (): void => void database.cancel(owner)
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const all = [...compileRollups(source).values()]
      const reader = `${ministry.name}_reader`
      await prepareRollups(owner, all, reader)
      const failed: string[] = []
      for (const rollup of all.filter((one) => isNamed(one, wanted.name))) {
        signal?.throwIfAborted()
        const begun = performance.now()
        try {
          const { unlessYoungerMs } = wanted
          const refreshed = await refreshRollup(owner, rollup, { reader, unlessYoungerMs })
          wanted.onRefreshed?.(refreshed, performance.now() - begun)
        } catch (error) {
          failed.push(`${rollup.name}: ${error instanceof Error ? error.message : 'failed'}`)
        }
      }
      signal?.throwIfAborted()
      if (failed.length > 0) throw new Error(failed.join('; '))
    } finally {
      signal?.removeEventListener('abort', cancel)
      owner.release()
    }
  } finally {
    await database.close()
  }
}

/** `byProvince`, or `person.byProvince` as provenance tells it. */
export function isNamed({ name }: Pick<Rollup, 'name'>, wanted: string | undefined): boolean {
  return wanted === undefined || name === wanted || name.endsWith(`.${wanted}`)
}
