import { createHash } from 'node:crypto'
import { Pool } from 'pg'
import type { PersonKeys } from '../../auth/person-keys.ts'
import type { Caller } from '../../auth/caller.ts'
import { auditUnavailable } from './audit-unavailable.ts'
import { auditedText } from '../../auth/audited-text.ts'
import { timeOrderedId } from './time-ordered-id.ts'

/** What is kept of a run of a scenario, for whoever reviews it. */
export interface StatedRun {
  readonly code: string
  readonly version: number
  readonly purpose: string
  /** Written by whoever runs it; checked before. */
  readonly reason: string
  readonly parameters: unknown
}

/** A run that is on disk. */
export interface BegunRun {
  readonly run: string
  readonly at: string
  /** SHA-256, hexadecimal, of what was kept. */
  readonly statement: string
}

export interface ScenarioRuns {
  /** Keeps what is said of a run before anything is asked. Fails with AUDIT_UNAVAILABLE. */
  begin(caller: Caller, stated: StatedRun): Promise<BegunRun>
  close(): Promise<void>
}

const connections = 2
/** Milliseconds for a connection and for one statement. */
const connectMs = 3000
const statementMs = 5000

/**
 * Opens the runs of scenarios in the journal's database, as gateway_writer, which may insert and read nothing back. The text
 * that is kept is the one that `statement` is of, to the letter.
 */
export function openScenarioRuns(url: string, personKeys: PersonKeys): ScenarioRuns {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'lien-thong scenarios',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
    allowExitOnIdle: true,
  })
  // What breaks an idle connection is told by the next statement.
  pool.on('error', () => undefined)
  return {
    async begin(caller, { code, version, purpose, reason, parameters }) {
      const now = Date.now()
      const run = timeOrderedId(now)
      const at = new Date(now).toISOString()
      const { pin, agency, client, roles } = caller
      const body = JSON.stringify({
        run,
        at,
        code,
        version,
        purpose,
        caller: auditedText(caller.id, personKeys.person),
        ...(pin === undefined ? {} : { person: personKeys.person(pin) }),
        roles,
        ...(agency === undefined ? {} : { agency: auditedText(agency) }),
        ...(client === undefined ? {} : { client: auditedText(client) }),
        reason,
        parameters,
      })
      try {
        await pool.query('INSERT INTO audit.scenario_run (run, at, body) VALUES ($1, $2, $3)', [
          run,
          at,
          body,
        ])
      } catch (error) {
        throw Object.assign(auditUnavailable(), { cause: error })
      }
      return { run, at, statement: createHash('sha256').update(body).digest('hex') }
    },
    close: () => pool.end(),
  }
}
