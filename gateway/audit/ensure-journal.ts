import { readFile } from 'node:fs/promises'
import { Client } from 'pg'

/**
 * Makes the journal's tables, functions and grants where they are missing, as the database's owner; what
 * is recorded stays. The roles gateway_writer and oversight_reader must exist; where oversight_writer does, it may add
 * findings.
 */
export async function ensureJournal(ownerUrl: string): Promise<void> {
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
