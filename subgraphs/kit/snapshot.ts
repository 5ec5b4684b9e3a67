import type pg from 'pg'
import type { Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Database } from './database.ts'
import { databaseError, isServerGone } from './database-error.ts'
import type { RowAccess } from './row-access.ts'
import type { Row } from './sql/select.ts'
import type { StatementWatch } from './telemetry/statement-watch.ts'

export interface SnapshotOptions {
  readonly database: Database
  readonly ministry: string
  /** Milliseconds of `performance.now`, which a clock that is set leaves alone. */
  readonly deadlineAt: number
  /** Aborted when the caller went away: a running statement is then cancelled. */
  readonly signal: AbortSignal
  /** Told of statements; absent where nobody listens. */
  readonly watch?: StatementWatch | undefined
}

type Statement = Pick<Sql, 'text' | 'values'>

/** The settings that the policies in a ministry's tables.sql read. */
const settings: Readonly<Record<string, (access: RowAccess) => string>> = {
  'lien_thong.whole': (access) => (access.whole ? 'on' : ''),
  'lien_thong.subjects': (access) => access.subjects.join(','),
  'lien_thong.provinces': (access) => access.provinces.join(','),
  'lien_thong.communes': (access) => access.communes.join(','),
  'lien_thong.facilities': (access) => access.facilities.join(','),
  'lien_thong.institutions': (access) => access.institutions.join(','),
  'lien_thong.keys': (access) => access.keys.join(','),
  'lien_thong.compartments': (access) => access.compartments.join(','),
}
const valuesOf = Object.values(settings)
const setSettings = `SELECT ${['statement_timeout', ...Object.keys(settings)]
  .map((name, i) => `set_config('${name}', $${i + 1}, true)`)
  .join(', ')}`

/**
 * One request's view of a database: one connection, one read-only REPEATABLE READ transaction opened by the
 * first statement, so that all fields of an answer agree. Before a statement the rows that it may read
 * become settings of the transaction, which row-level security obeys.
 */
export class Snapshot {
  readonly #options: SnapshotOptions
  #client: Promise<pg.PoolClient> | undefined
  #access = ''
  #asOf: Date | undefined
  #statements = 0
  #rows = 0
  #isDiscreet = false
  #closed = false
  #failure: unknown
  #isWorn = false
  #cancelling: Promise<void> | undefined

  constructor(options: SnapshotOptions) {
    this.#options = options
  }

  /** Statements sent so far, and rows that they answered; nothing where they would tell too much. */
  get work(): { readonly statements?: number; readonly rows?: number } {
    return this.#isDiscreet ? {} : { statements: this.#statements, rows: this.#rows }
  }

  /** The moment that its rows stand for, where that is not the present one: those of a replica. */
  get asOf(): Date | undefined {
    return this.#asOf
  }

  /**
   * Keeps the work of this request to itself: under disclosure control it would tell how many cells there
   * are, and whether few people are in them.
   */
  beDiscreet(): void {
    this.#isDiscreet = true
  }

  /**
   * Rows of one statement. Where its plan is `kept`, PostgreSQL may use one plan for all values: right for
   * statements by key alone, and a risk for ranges and rare values, which deserve a plan of their own.
   */
  async query(
    access: RowAccess,
    statement: Sql,
    plan: 'kept' | 'fresh' = 'fresh',
  ): Promise<readonly Row[]> {
    const { ministry, watch } = this.#options
    let told: ReturnType<StatementWatch> | undefined
    let client: pg.PoolClient | undefined
    try {
      client = await this.#open()
      const setting = this.#settings(access)
      this.#statements++
      told = watch?.(statement.text)
      const [, result] = await Promise.all([
        setting === undefined ? undefined : this.#send(client, setting, 'kept'),
        this.#send(client, statement, plan),
      ])
      told?.({ rows: result.rows.length })
      this.#rows += result.rows.length
      return result.rows
    } catch (error) {
      told?.({ error })
      // Before the connection's own end is heard of, so that what is asked anew goes elsewhere.
      if (client !== undefined && isServerGone(error)) this.#options.database.lost(client)
      this.#isWorn ||= isState(error, stalePlan)
      // The first failure ends the transaction: statements that follow it failed for the same reason.
      this.#failure ??= databaseError(error, ministry)
      throw isState(error, aborted) ? this.#failure : databaseError(error, ministry)
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
    client.release(broken ?? (this.#isWorn || this.#options.database.plans.isFull(client)))
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
    const remaining = Math.floor(deadlineAt - performance.now())
    if (client === undefined || this.#closed || signal.aborted || remaining <= 0) {
      client?.release()
      throw new CodedError('DEADLINE_EXCEEDED', undefined, { ministry })
    }
    this.#asOf = database.asOf(client)
    // A failure also fails the statement that follows on the same connection, which reports it.
    client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY').catch(() => undefined)
    client.on('error', ignore)
    signal.addEventListener('abort', () => this.#cancel(client), { once: true })
    return client
  }

  /** Nothing is sent where the settings already stand: most requests need them once. */
  #settings(access: RowAccess): Statement | undefined {
    const scope = valuesOf.map((valueOf) => valueOf(access))
    const text = JSON.stringify(scope)
    if (text === this.#access) return undefined
    this.#access = text
    const remaining = Math.max(1, Math.floor(this.#options.deadlineAt - performance.now()))
    return { text: setSettings, values: [String(remaining), ...scope] }
  }

  #send(
    client: pg.PoolClient,
    { text, values }: Statement,
    plan: 'kept' | 'fresh',
  ): Promise<pg.QueryResult<Row>> {
    const name = plan === 'kept' ? this.#options.database.plans.nameOf(client, text) : undefined
    return client.query<Row>({ text, values, ...(name === undefined ? {} : { name }) })
  }

  #cancel(client: pg.PoolClient): void {
    if (this.#closed) return
    this.#cancelling = this.#options.database.cancel(client)
  }
}

/** SQLSTATE in_failed_sql_transaction. */
const aborted = ['25P02']
/** The table has changed under a prepared statement, or the statement is gone. */
const stalePlan = ['0A000', '26000']

function isState(error: unknown, states: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && states.includes(String(error.code))
}

/** A connection that breaks while it is held fails the statements on it, which report it. */
function ignore(): void {}
