import { readFile } from 'node:fs/promises'
import { Client } from 'pg'

/**
 * Makes the tables and grants of the registry and of saved reports where they are missing, as the database's owner;
 * what was published and saved stays. The role registry_writer must exist.
 */
export async function ensureRegistry(ownerUrl: string): Promise<void> {
  const files = ['tables.sql', '../reports/tables.sql'].map(
    (file) => new URL(file, import.meta.url),
  )
  const tables = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n')
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`BEGIN;\n${tables}\nCOMMIT`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
