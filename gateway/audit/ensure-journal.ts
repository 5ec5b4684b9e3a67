import { readFile } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { buildIndexes } from './build-indexes.ts'

/**
 * Milliseconds that gateways may have to wait behind a lock of this call: more than the second after which PostgreSQL
 * ends an automatic vacuum that is in the way, less than LIEN_THONG_AUDIT_WAIT_MS by default.
 */
const lockMs = 1500
/** Milliseconds between two tries, and how many. */
const pauseMs = 500
const tries = 60
/** PostgreSQL's lock_not_available. */
const lockTimeout = '55P03'

/**
 * Makes the journal's tables, functions and grants where they are missing, as the database's owner, beside gateways that
 * write; what is recorded stays. The roles gateway_writer and oversight_reader must exist; where oversight_writer
 * does, it may add findings.
 */
export async function ensureJournal(ownerUrl: string): Promise<void> {
  const tables = await readFile(new URL('tables.sql', import.meta.url), 'utf8')
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await madeBeside(client, await buildIndexes(client, tables))
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Runs the text in one transaction, again and again where a lock is not to be had at once. */
async function madeBeside(client: Client, text: string): Promise<void> {
  for (let left = tries; ; left--)
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockMs};\n${text}\nCOMMIT`)
      return
    } catch (error) {
      const isHeld = error instanceof DatabaseError && error.code === lockTimeout
      if (!isHeld || left === 1) throw error
      await client.query('ROLLBACK')
      await after(pauseMs)
    }
}
