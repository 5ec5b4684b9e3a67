import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { openCluster } from '../../deploy/local/cluster.ts'
import { refreshRollups } from '../../deploy/refresh-rollups.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import type { Refreshed } from '../../subgraphs/kit/rollup/refresh-rollup.ts'
import { servedMinistry, type ServedForTest } from './served-ministry.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const folder = new URL('../sql/rollup-sample/', import.meta.url)
/** tests/sql/rollup-sample: 2,000 visits with a dimension of every kind. */
export const rollupSample = ministry({ name: 'reference', port: 0, folder })

/** The sample over a cluster of its own, served twice: from rollups, and from its tables alone. */
export interface RollupMinistry extends AsyncDisposable {
  readonly fromRollups: ServedForTest
  readonly fromTables: ServedForTest
  readonly owner: Client
  readonly urls: { readonly owner: string; readonly reader: string }
  /** Fills every rollup, or the named one, and lets the ministry take notice. */
  refresh(name?: string): Promise<readonly Refreshed[]>
  /** The 2,000 visits again, and no rollup. */
  reset(): Promise<void>
}

/** Hours until a rollup of a test is too old. */
export const maxAgeMs = 3_600_000

export async function rollupMinistry(): Promise<RollupMinistry> {
  const directory = await temporaryDirectory()
  const cluster = await openCluster({ directory: directory.path, log: () => undefined })
  const url = (role: 'owner' | 'reader'): string => cluster.url({ database: 'reference', role })
  const urls = { owner: url('owner'), reader: url('reader') }
  const owner = new Client({ connectionString: urls.owner })
  await owner.connect()
  await owner.query(await readFile(new URL('tables.sql', folder), 'utf8'))
  const fromRollups = await servedMinistry(rollupSample, urls.reader, {
    rollups: { maxAgeMs, checkMs: maxAgeMs },
  })
  const fromTables = await servedMinistry(rollupSample, urls.reader)
  return {
    fromRollups,
    fromTables,
    owner,
    urls,
    refresh: async (name) => {
      const done: Refreshed[] = []
      await refreshRollups({
        ministry: rollupSample,
        ownerUrl: urls.owner,
        name,
        unlessYoungerMs: 0,
        onRefreshed: (one) => done.push(one),
      })
      await fromRollups.lookAtRollups()
      return done
    },
    reset: async () => {
      await owner.query(
        'DROP SCHEMA IF EXISTS lien_thong CASCADE; TRUNCATE visit; SELECT visits(1, 2000)',
      )
      await fromRollups.lookAtRollups()
    },
    [Symbol.asyncDispose]: async () => {
      await fromRollups[Symbol.asyncDispose]()
      await fromTables[Symbol.asyncDispose]()
      await owner.end()
      await cluster.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
}
