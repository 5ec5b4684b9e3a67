import { Pool } from 'pg'
import type { FieldUse } from '../../schema/use/field-use.ts'
import type { UseBatch } from './use-counter.ts'

/** Where use is kept. */
export interface UseStore {
  /**
   * Adds a batch, all or none; counts of one consumer, coordinate and day are summed. A batch that was added in the last
   * week is not added again: its answer may have been lost.
   */
  add(batch: UseBatch): Promise<void>
  /** Who used what on the last `days` days before a moment, its own day included. */
  uses(days: number, at: Date): Promise<readonly FieldUse[]>
  /** Forgets days before the last `days`; answers how many rows. */
  forget(days: number, at: Date): Promise<number>
  close(): Promise<void>
}

const connections = 2
/** Milliseconds for a connection and for one statement. */
const connectMs = 3000
const statementMs = 10_000

const insert = `
  WITH fresh AS (INSERT INTO registry.use_batch (id) VALUES ($6) ON CONFLICT DO NOTHING RETURNING id)
  INSERT INTO registry.field_use AS kept (day, coordinate, consumer, requests, last_at)
  SELECT counts.* FROM fresh,
    unnest($1::date[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[]) AS counts
  ON CONFLICT (day, coordinate, consumer) DO UPDATE
  SET requests = kept.requests + excluded.requests, last_at = greatest(kept.last_at, excluded.last_at)`

/** Opens the use that the registry's database keeps, as registry_writer; nothing is connected before it is needed. */
export function openUseStore(url: string): UseStore {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'lien-thong use',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
    allowExitOnIdle: true,
  })
  // What breaks an idle connection is told by the next statement.
  pool.on('error', () => undefined)
  return {
    async add({ id, counts }) {
      await pool.query({
        name: 'use',
        text: insert,
        values: [
          counts.map(({ day }) => day),
          counts.map(({ coordinate }) => coordinate),
          counts.map(({ consumer }) => consumer),
          counts.map(({ requests }) => requests),
          counts.map(({ lastAt }) => new Date(lastAt).toISOString()),
          id,
        ],
      })
    },
    async uses(days, at) {
      const { rows } = await pool.query<Omit<FieldUse, 'requests'> & { requests: string }>(
        `SELECT coordinate, consumer, sum(requests) AS requests, max(day)::text AS "lastDay"
         FROM registry.field_use WHERE day > $1::date - $2::int AND day <= $1::date
         GROUP BY coordinate, consumer ORDER BY coordinate, consumer`,
        [dayOf(at), days],
      )
      return rows.map((row) => ({ ...row, requests: Number(row.requests) }))
    },
    async forget(days, at) {
      await pool.query("DELETE FROM registry.use_batch WHERE at < now() - interval '7 days'")
      const { rowCount } = await pool.query(
        'DELETE FROM registry.field_use WHERE day <= $1::date - $2::int',
        [dayOf(at), days],
      )
      return rowCount ?? 0
    },
    close: () => pool.end(),
  }
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
