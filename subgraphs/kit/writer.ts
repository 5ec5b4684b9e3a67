import { DatabaseError, Pool } from 'pg'
import type { Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import { connectBefore } from './connect-before.ts'
import { databaseError } from './database-error.ts'
import { sessionOptions } from './session-options.ts'
import type { Row } from './sql/select.ts'

/** The connection by which a ministry's own changes are written, as another role than the reader's. */
export interface Writer {
  /**
   * Rows of one statement, a transaction of its own. Fails with Refused for what the database refuses by a code of the
   * ministry's own or a constraint, and as reading does for anything else. It is never sent twice, nor after the deadline
   * (milliseconds of `performance.now`).
   */
  write(statement: Sql, deadlineAt: number): Promise<readonly Row[]>
  close(): Promise<void>
}

/** What the database refused: SQLSTATE, and the message that was raised. */
export class Refused extends Error {
  readonly state: string

  constructor(state: string, message: string) {
    super(message)
    this.name = 'Refused'
    this.state = state
  }
}

/** Changes are few. */
const connections = 2
const connectMs = 5000
/** Integrity constraints (class 23), values that do not fit (22), and the ministries' own codes (LT). */
const refusals = /^(?:22|23|LT)/

/** Opens the way to write for a ministry; nothing is connected before the first change. */
export function openWriter(url: string, ministry: string): Writer {
  const pool = new Pool({
    ...sessionOptions(url),
    application_name: `lien-thong ${ministry} writer`,
    connectionTimeoutMillis: connectMs,
    max: connections,
  })
  pool.on('error', () => {
    // An idle connection broke; the pool has dropped it.
  })
  return {
    async write({ text, values }, deadlineAt) {
      try {
        const client = await connectBefore(pool, deadlineAt)
        const left = Math.floor(deadlineAt - performance.now())
        if (client === undefined || left <= 0) {
          client?.release()
          throw new CodedError('DEADLINE_EXCEEDED', undefined, { ministry })
        }
        try {
          await client.query(`SELECT set_config('statement_timeout', $1, false)`, [String(left)])
          return (await client.query<Row>({ text, values })).rows
        } finally {
          client.release()
        }
      } catch (error) {
        if (error instanceof DatabaseError && refusals.test(error.code ?? ''))
          throw new Refused(error.code ?? '', error.message)
        throw databaseError(error, ministry)
      }
    },
    close: () => pool.end(),
  }
}
