import type { PoolClient } from 'pg'
import type { Model } from '../schema/model/model.ts'
import { openDatabase } from '../subgraphs/kit/database.ts'
import { openSource } from '../subgraphs/kit/open-source.ts'
import type { Source } from '../subgraphs/kit/source.ts'

/** What is made beside a ministry's tables, and as whose owner. */
export interface OwnersWork {
  readonly model: Model
  readonly ownerUrl: string
  /** Shown in pg_stat_activity. */
  readonly what: 'quality' | 'rollups'
  /** Aborted: what is being made is given up. */
  readonly signal: AbortSignal | undefined
}

/** One of several that are made one after the other. */
export interface OwnersPart {
  readonly name: string
  readonly make: () => Promise<void>
}

/**
 * Makes parts on one connection as the owner of a ministry's tables. One that fails does not keep the others from being
 * made; then the call fails and names it.
 */
export async function asOwner(
  { model, ownerUrl, what, signal }: OwnersWork,
  partsOf: (owner: PoolClient, source: Source) => Promise<readonly OwnersPart[]>,
): Promise<void> {
  const applicationName = `lien-thong ${what} of ${model.ministry}`
  const database = openDatabase({ url: ownerUrl, poolSize: 1, applicationName })
  try {
    const source = await openSource(model, database)
    const owner = await database.pool.connect()
    const cancel = (): void => void database.cancel(owner)
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const failed: string[] = []
      for (const { name, make } of await partsOf(owner, source)) {
        signal?.throwIfAborted()
        await make().catch((error: unknown) => {
          failed.push(`${name}: ${error instanceof Error ? error.message : 'failed'}`)
        })
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
