import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { to as copyTo } from 'pg-copy-streams'
import { escapeIdentifier } from 'pg'
import { connected } from '../connected.ts'
import { type BackedTable, type Manifest, fileOf, manifestFile } from './manifest.ts'
import { tablesOf } from './tables-of.ts'
import { tally } from './tally.ts'

/**
 * Writes journal, registry and reports of a database into a new folder: all of one moment, while everything goes on.
 * The folder is there whole or not at all. Throws when it is there already, or the database holds none of them.
 */
export async function createBackup(ownerUrl: string, folder: string): Promise<Manifest> {
  const draft = `${folder}.${randomUUID()}`
  await mkdir(draft, { mode: 0o700 })
  try {
    const manifest = await written(ownerUrl, draft)
    await writeFile(join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`)
    await rename(draft, folder)
    return manifest
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function written(ownerUrl: string, folder: string): Promise<Manifest> {
  await using client = await connected(ownerUrl)
  await client.query(`SET TIME ZONE 'UTC'`)
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const { rows } = await client.query<{ at: Date }>('SELECT now() AS at')
  const tables: BackedTable[] = []
  for (const found of await tablesOf(client)) {
    const columns = found.columns.map((name) => escapeIdentifier(name)).join(', ')
    const count = tally()
    await pipeline(
      client.query(
        copyTo(`COPY (SELECT ${columns} FROM ${found.schema}.${found.table}) TO STDOUT`),
      ),
      count.stream,
      createGzip({ level: 3 }),
      createWriteStream(join(folder, fileOf(found)), { mode: 0o600, flush: true }),
    )
    tables.push({ ...found, ...count.counted() })
  }
  await client.query('COMMIT')
  if (tables.length === 0) throw new Error('the database holds neither a journal nor a registry')
  return {
    format: 'lien-thong backup 1',
    at: rows[0]?.at.toISOString() ?? '',
    tables,
  }
}
