import type { MinistryName } from '../ministry-name.ts'
import type { Client } from 'pg'
import { connected } from '../connected.ts'
import { beginLoadRecord, readLoadRecord, type LoadRecord } from './load-record.ts'
import { ministryTables } from './ministry-tables.ts'

export interface Preparation {
  readonly ministry: MinistryName
  readonly ownerUrl: string
  readonly load: Omit<LoadRecord, 'finished' | 'digest'>
}

/**
 * Makes a ministry's empty tables, without keys, and notes that a load has begun. Tables of an earlier
 * load by this program are replaced; others are never touched: the call then fails and names them.
 */
export async function prepareDatabase({ ministry, ownerUrl, load }: Preparation): Promise<void> {
  const tables = await ministryTables(ministry)
  await using client = await connected(ownerUrl)
  const { rows: roles } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
    `${ministry}_reader`,
  ])
  if (roles.length === 0) {
    throw new Error(
      `${ministry}: the database's server has no role ${ministry}_reader; ` +
        `make it first: CREATE ROLE ${ministry}_reader LOGIN NOBYPASSRLS PASSWORD '…'`,
    )
  }
  const { rows: present } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL',
    [tables.names.map((name) => `public.${name}`)],
  )
  // Those of indicators may have been made by `indicators init`; load-data.ts looked whether they hold history.
  const isOwn = ministry === 'steering' || (await readLoadRecord(client)) !== undefined
  if (present.length > 0 && !isOwn) {
    const names = present.map(({ name }) => name).join(', ')
    throw new Error(`${ministry}: ${names} exist already and were not made by this program`)
  }
  await client.query('BEGIN')
  if (present.length > 0)
    await client.query(`DROP TABLE ${present.map(({ name }) => name).join(', ')} CASCADE`)
  await forgetRollups(client)
  await forgetQuality(client)
  await client.query(tables.create)
  await beginLoadRecord(client, { ...load, digest: tables.digest })
  await client.query('COMMIT')
}

/** Rollups of the rows that are replaced; they are filled anew as at a first start. */
async function forgetRollups(client: Client): Promise<void> {
  const { rows: known } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('lien_thong.rollup') IS NOT NULL AS found`,
  )
  if (known[0]?.found !== true) return
  const { rows } = await client.query<{ table_name: string }>(
    'DELETE FROM lien_thong.rollup RETURNING table_name',
  )
  for (const { table_name: name } of rows)
    await client.query(`DROP TABLE IF EXISTS lien_thong.${client.escapeIdentifier(name)}`)
}

/** What was judged of the rows that are replaced. */
async function forgetQuality(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'lien_thong' AND starts_with(tablename, 'quality_')`,
  )
  for (const { name } of rows) await client.query(`DROP TABLE lien_thong.${name}`)
}
