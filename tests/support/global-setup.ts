import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadData } from '../../deploy/data/load-data.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { databaseNames, rolesOf } from '../../deploy/database-name.ts'
import { ministries } from '../../deploy/ministries.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { qualitySampleRows, refreshQuality } from '../../deploy/refresh-quality.ts'
import { refreshRollups } from '../../deploy/refresh-rollups.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { ensureRegistry } from '../../gateway/registry/ensure-registry.ts'
import { recordKeyFiles } from './key-files.ts'
import { ownPassword } from './own-cluster.ts'
import { openCollector } from './recorded-telemetry.ts'
import { recordSecret } from './record-secret.ts'
import { beginRecord, recordUsed } from './run-record.ts'
import { type Searched, searchRecord } from './search-record.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const size = { people: 2000, seed: 1, dirt: 0.02 }

/** One PostgreSQL with all ministries' databases for the whole test run. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const directory = await temporaryDirectory()
  const record = join(directory.path, 'record')
  beginRecord(record)
  recordUsed([ownPassword])
  const collector = await openCollector()
  const cluster = await openCluster({ directory: directory.path, log: () => undefined })
  const close = async (): Promise<void> => {
    await collector[Symbol.asyncDispose]()
    await cluster.stop()
    recordKeyFiles(directory.path)
    const isClean = sayWhatLeaked(searchRecord(record))
    if (!isClean) process.exitCode = 1
    await directory[Symbol.asyncDispose]()
  }
  try {
    const targets = new Map(
      ministryNames.map((name) => [name, cluster.url({ database: name, role: 'owner' })] as const),
    )
    await ensureJournal(cluster.url({ database: 'gateway', role: 'owner' }))
    await ensureRegistry(cluster.url({ database: 'gateway', role: 'owner' }))
    const summary = await loadData({ ...size, recordSecret, targets })
    for (const ministry of ministries)
      await refreshRollups({
        ministry,
        ownerUrl: cluster.url({ database: ministry.name, role: 'owner' }),
        unlessYoungerMs: 0,
      })
    for (const ministry of ministries)
      await refreshQuality({
        ministry,
        ownerUrl: cluster.url({ database: ministry.name, role: 'owner' }),
        referenceUrl: cluster.url({ database: 'reference', role: 'reader' }),
        unlessYoungerMs: 0,
        fullEveryMs: 0,
        sampleAbove: qualitySampleRows,
        sampleRows: qualitySampleRows,
      })
    provide('loaded', { ...size, summary: Object.fromEntries(summary) })
    provide(
      'databaseUrls',
      Object.fromEntries(
        databaseNames.flatMap((database) =>
          ([...rolesOf(database), 'admin'] as const).map((role) => [
            `${database}/${role}`,
            cluster.url({ database, role }),
          ]),
        ),
      ),
    )
    return close
  } catch (error) {
    await close()
    throw error
  }
}

/** Says what was searched and found; whether nothing was told that must not be. */
function sayWhatLeaked({ lines, secrets, leaks }: Searched): boolean {
  const searched = `${lines} lines of logs, traces and metrics, for personal numbers, tokens and ${secrets} secrets`
  process.stderr.write(`searched: ${searched}; found: ${leaks.length}\n`)
  for (const { file, line, masked } of leaks.slice(0, 20))
    process.stderr.write(`FAILED: told what must not be: ${file}:${line}: ${masked}\n`)
  return leaks.length === 0
}
