import { readFile } from 'node:fs/promises'
import { Client } from 'pg'

/**
 * Makes the registry's tables and grants where they are missing, as the database's owner; what was published
 * stays. The role registry_writer must exist.
 */
export async function ensureRegistry(ownerUrl: string): Promise<void> {
  const tables = await readFile(new URL('tables.sql', import.meta.url), 'utf8')
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`BEGIN;\n${tables}\nCOMMIT`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
