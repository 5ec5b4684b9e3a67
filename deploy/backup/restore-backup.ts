import { from as copyFrom } from 'pg-copy-streams'
import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { ensureRegistry } from '../../gateway/registry/ensure-registry.ts'
import { connected } from '../connected.ts'
import type { BackedTable, Manifest } from './manifest.ts'
import { readManifest, readTable } from './read-backup.ts'

/**
 * Puts a backup into a database of PostgreSQL 15 or later where its tables are empty or missing, in one transaction: all
 * of it or nothing. The roles that the tables are granted to must exist. Throws when rows are there, or the backup is
 * not what its manifest says.
 */
export async function restoreBackup(ownerUrl: string, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder)
  const schemas = new Set(manifest.tables.map(({ schema }) => schema))
  if (schemas.has('audit')) await ensureJournal(ownerUrl)
  if (schemas.has('registry') || schemas.has('reports')) await ensureRegistry(ownerUrl)
  await using client = await connected(ownerUrl)
  // Undone by the end of the connection where it is not committed.
  await client.query('BEGIN')
  for (const table of manifest.tables) await expectEmpty(client, table)
  for (const table of manifest.tables) await fill(client, folder, table)
  await client.query('COMMIT')
  return manifest
}

async function expectEmpty(client: Client, { schema, table }: BackedTable): Promise<void> {
  // Whoever writes waits until the restored rows are there.
  await client.query(`LOCK TABLE ${schema}.${table} IN ACCESS EXCLUSIVE MODE`)
  const { rows } = await client.query(`SELECT FROM ${schema}.${table} LIMIT 1`)
  if (rows.length > 0)
    throw new Error(`${schema}.${table}: expected an empty table, got rows; nothing was restored`)
}

async function fill(client: Client, folder: string, backed: BackedTable): Promise<void> {
  const { schema, table, columns, partitions, counts } = backed
  for (const { name, from, to } of partitions)
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.${escapeIdentifier(name)} PARTITION OF ${schema}.${table}
       FOR VALUES FROM (${escapeLiteral(from)}) TO (${escapeLiteral(to)})`,
    )
  const list = columns.map((name) => escapeIdentifier(name)).join(', ')
  await readTable(
    folder,
    backed,
    client.query(copyFrom(`COPY ${schema}.${table} (${list}) FROM STDIN`)),
  )
  if (counts !== null)
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${escapeIdentifier(counts)}), 0) + 1, false)
       FROM ${schema}.${table}`,
      [`${schema}.${table}`, counts],
    )
}
