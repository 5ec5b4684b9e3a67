import type { MinistryName } from '../ministry-name.ts'
import { connected } from '../connected.ts'
import { finishLoadRecord } from './load-record.ts'
import { ministryTables } from './ministry-tables.ts'

/**
 * Makes keys, indexes, row-level security and grants after the rows, gathers the planner's statistics,
 * and notes that the load is complete: all of it in one transaction.
 */
export async function finishDatabase(
  ministry: MinistryName,
  ownerUrl: string,
  summary: unknown,
): Promise<void> {
  const { afterLoad, names } = await ministryTables(ministry)
  await using client = await connected(ownerUrl)
  await client.query('BEGIN')
  await client.query(`SET LOCAL maintenance_work_mem = '128MB'`)
  await client.query(afterLoad)
  await client.query(`ANALYZE ${names.join(', ')}`)
  await finishLoadRecord(client, summary)
  await client.query('COMMIT')
}
