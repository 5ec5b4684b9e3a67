import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { escapeIdentifier } from 'pg'
import type { TableLines } from '../../subgraphs/kit/synthetic/table-lines.ts'
import { connected } from '../connected.ts'

/** Copies the lines of one table into a database, over a connection of its own. */
export interface CopyWriter {
  /** Sends what waits once it is worth it. Answers a promise only when the database is behind. */
  flushWhenFull(): Promise<void> | undefined
  /** Sends the rest and makes the rows visible. */
  commit(): Promise<void>
  /** Without `commit` before, nothing of the rows stays. */
  close(): Promise<void>
}

/** Characters that are collected before they are sent. */
const flushAt = 65_536

/**
 * Begins a COPY into a table that is emptied in the same transaction: PostgreSQL then writes the rows
 * frozen and, with minimal logging, only once.
 */
export async function copyWriter(ownerUrl: string, lines: TableLines): Promise<CopyWriter> {
  const client = await connected(ownerUrl)
  const table = escapeIdentifier(lines.table)
  await client.query('BEGIN')
  await client.query(`TRUNCATE ${table}`)
  const columns = lines.columns.map((name) => escapeIdentifier(name)).join(', ')
  const stream = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN WITH (FREEZE)`))
  const failures: Error[] = []
  stream.on('error', (error) => {
    failures.push(new Error(`${lines.table}: ${error.message}`, { cause: error }))
  })
  const assertSound = (): void => {
    const [first] = failures
    if (first !== undefined) throw first
  }
  const drained = async (): Promise<void> => {
    await Promise.race([once(stream, 'drain'), once(stream, 'close')])
  }
  return {
    flushWhenFull() {
      assertSound()
      if (lines.waiting < flushAt) return undefined
      return stream.write(Buffer.from(lines.take())) ? undefined : drained()
    },
    async commit() {
      assertSound()
      stream.end(Buffer.from(lines.take()))
      await finished(stream).catch(() => undefined)
      assertSound()
      await client.query('COMMIT')
    },
    async close() {
      if (!stream.closed) stream.destroy()
      // Whatever broke the connection has been told already.
      await client.end().catch(() => undefined)
    },
  }
}
