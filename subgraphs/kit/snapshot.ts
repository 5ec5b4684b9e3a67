import type pg from 'pg'
import type { Sql } from 'sql-template-tag'
import sql, { join } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Database } from './database.ts'
import { databaseError } from './database-error.ts'
import type { RowAccess } from './row-access.ts'
import type { Row } from './sql/select.ts'

export interface SnapshotOptions {
  readonly database: Database
  readonly ministry: string
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number
  /** Aborted when the caller went away: a running statement is then cancelled. */
  readonly signal: AbortSignal
}

/** Names of the settings that the policies in a ministry's tables.sql read. */
const settings: readonly (readonly [string, (access: RowAccess) => string])[] = [
  ['lien_thong.whole', (access) => (access.whole ? 'on' : '')],
  ['lien_thong.subjects', (access) => access.subjects.join(',')],
  ['lien_thong.provinces', (access) => access.provinces.join(',')],
  ['lien_thong.communes', (access) => access.communes.join(',')],
  ['lien_thong.facilities', (access) => access.facilities.join(',')],
  ['lien_thong.institutions', (access) => access.institutions.join(',')],
  ['lien_thong.keys', (access) => access.keys.join(',')],
]

/**
 * One request's view of a database: one connection, one read-only REPEATABLE READ transaction opened by the
 * first statement, so that all fields of an answer agree. Before a statement the rows that it may read
 * become settings of the transaction, which row-level security obeys.
 */
export class Snapshot {
  readonly #options: SnapshotOptions
  #client: Promise<pg.PoolClient> | undefined
  #access = ''
  #statements = 0
  #rows = 0
  #closed = false
  #failure: unknown
  #cancelling: Promise<void> | undefined

  constructor(options: SnapshotOptions) {
    this.#options = options
  }

  /** Statements sent so far, and rows that they answered. */
  get work(): { readonly statements: number; readonly rows: number } {
    return { statements: this.#statements, rows: this.#rows }
  }

  async query(access: RowAccess, statement: Sql): Promise<readonly Row[]> {
    const { ministry } = this.#options
    try {
      const client = await this.#open()
      const setting = this.#settings(access)
      this.#statements++
      const [, result] = await Promise.all([
        setting === undefined ? undefined : send(client, setting),
        send(client, statement),
      ])
      this.#rows += result.rows.length
      return result.rows
    } catch (error) {
      // The first failure ends the transaction: statements that follow it failed for the same reason.
      this.#failure ??= databaseError(error, ministry)
      throw isAborted(error) ? this.#failure : databaseError(error, ministry)
    }
  }

  /** Ends the transaction and gives the connection back. A connection that failed is not reused. */
  async close(): Promise<void> {
    this.#closed = true
    const opening = this.#client
    this.#client = undefined
    const client = await opening?.catch(() => undefined)
    if (client === undefined) return
    const broken = await client.query('COMMIT').then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error('COMMIT failed')),
    )
    // A late cancellation would hit the next request on this connection.
    await this.#cancelling
    client.off('error', ignore)
    client.release(broken)
  }

  #open(): Promise<pg.PoolClient> {
    if (this.#closed)
      throw new CodedError('DEADLINE_EXCEEDED', undefined, { ministry: this.#options.ministry })
    this.#client ??= this.#begin()
    return this.#client
  }

  async #begin(): Promise<pg.PoolClient> {
    const { database, deadlineAt, signal, ministry } = this.#options
    const client = await database.connect(deadlineAt)
    const remaining = Math.floor(deadlineAt - Date.now())
    if (client === undefined || this.#closed || signal.aborted || remaining <= 0) {
      client?.release()
      throw new CodedError('DEADLINE_EXCEEDED', undefined, { ministry })
    }
    const ready = Promise.all([
      client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'),
      send(client, sql`SELECT set_config('statement_timeout', ${String(remaining)}, true)`),
    ])
    // A failure also fails the statement that follows on the same connection, which reports it.
    ready.catch(() => undefined)
    client.on('error', ignore)
    signal.addEventListener('abort', () => this.#cancel(client), { once: true })
    return client
  }

  /** Nothing is sent where the settings already stand: most requests need them once. */
  #settings(access: RowAccess): Sql | undefined {
    const values = settings.map(([name, value]) => [name, value(access)] as const)
    const text = JSON.stringify(values)
    if (text === this.#access) return undefined
    const changed = this.#access === '' ? values.filter(([, value]) => value !== '') : values
    this.#access = text
    if (changed.length === 0) return undefined
    return sql`SELECT ${join(changed.map(([name, value]) => sql`set_config(${name}, ${value}, true)`))}`
  }

  #cancel(client: pg.PoolClient): void {
    if (this.#closed) return
    this.#cancelling = this.#options.database.cancel(client)
  }
}

/** SQLSTATE in_failed_sql_transaction. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25P02'
}

/** A connection that breaks while it is held fails the statements on it, which report it. */
function ignore(): void {}

function send(client: pg.PoolClient, { text, values }: Sql): Promise<pg.QueryResult<Row>> {
  return client.query<Row>(text, values)
}
