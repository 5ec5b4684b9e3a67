import type { Pool } from 'pg'
import type { Timing } from './timing.ts'

/** What of a caller's token a schedule keeps: as whom it asks. */
export interface KeptCaller {
  readonly roles: readonly string[]
  readonly agency?: string
  readonly provinces: readonly string[]
  readonly communes: readonly string[]
  readonly facilities: readonly string[]
  readonly institutions: readonly string[]
}

export interface Schedule {
  readonly report: string
  readonly version: number
  readonly owner: string
  readonly caller: KeptCaller
  readonly timing: Timing
  readonly variables: Readonly<Record<string, unknown>>
  readonly setAt: Date
  readonly expiresAt: Date
  readonly nextAt: Date
  /** The code of why it rests until it is set again. */
  readonly stopped: string | null
}

/** What came of a run. */
export interface NewRun {
  readonly report: string
  readonly version: number
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly status: 'ok' | 'partial' | 'failed'
  readonly codes: readonly string[]
  /** What it could read, by permission. */
  readonly grants: Readonly<Record<string, unknown>>
  readonly variables: Readonly<Record<string, unknown>>
  readonly bytes: number
  /** The answer as JSON; null where nothing is kept. */
  readonly result: string | null
}

export interface Run extends Omit<NewRun, 'result'> {
  readonly id: number
}

/** Schedules and runs. Every method fails with the database's own error when it is away. */
export interface ScheduleStore {
  find(report: string): Promise<Schedule | undefined>
  /** How many schedules an owner has, this report's aside. */
  othersOf(owner: string, report: string): Promise<number>
  /** Sets or renews. */
  set(schedule: Omit<Schedule, 'stopped'>): Promise<void>
  remove(report: string): Promise<void>
  /** Lets all schedules rest of an owner who lost a role. */
  stop(owner: string, held: readonly string[], code: string): Promise<number>
  /** Those that are neither expired nor at rest, by owner: the roles that they are run with. */
  owners(at: Date): Promise<ReadonlyMap<string, ReadonlySet<string>>>
  /** Those that are due, the longest first. */
  due(at: Date, limit: number): Promise<readonly Schedule[]>
  /** Takes one that is due until a moment; false where another gateway took it. */
  claim(schedule: Schedule, until: Date, at: Date): Promise<boolean>
  /**
   * Keeps what came of a run and the last `most` of its report; the schedule waits for its next moment, unless it was
   * set anew meanwhile.
   */
  finish(run: NewRun, next: Pick<Schedule, 'setAt' | 'nextAt'>, most: number): Promise<void>
  runs(report: string, limit: number, before?: number): Promise<readonly Run[]>
  run(report: string, id: number): Promise<(Run & Pick<NewRun, 'result'>) | undefined>
}

const scheduleColumns = `s.report, s.version, s.owner, s.caller, s.timing, s.variables, s.set_at AS "setAt",
  s.expires_at AS "expiresAt", s.next_at AS "nextAt", s.stopped`
const runColumns = `r.id::float8 AS id, r.report, r.version, r.started_at AS "startedAt",
  r.finished_at AS "finishedAt", r.status, r.codes, r.grants, r.variables, r.bytes`

/** The schedules beside the reports of the same pool. */
export function openScheduleStore(pool: Pool): ScheduleStore {
  const rowsOf = async <Row extends object>(text: string, values: readonly unknown[]) =>
    (await pool.query<Row>(text, [...values])).rows
  return {
    async find(report) {
      const [row] = await rowsOf<Schedule>(
        `SELECT ${scheduleColumns} FROM reports.schedule AS s WHERE s.report = $1`,
        [report],
      )
      return row
    },
    async othersOf(owner, report) {
      const [row] = await rowsOf<{ n: number }>(
        'SELECT count(*)::integer AS n FROM reports.schedule WHERE owner = $1 AND report <> $2',
        [owner, report],
      )
      return row?.n ?? 0
    },
    async set(schedule) {
      await pool.query(
        `INSERT INTO reports.schedule (report, version, owner, caller, timing, variables, set_at, expires_at, next_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (report) DO UPDATE SET version = excluded.version, owner = excluded.owner,
           caller = excluded.caller, timing = excluded.timing, variables = excluded.variables,
           set_at = excluded.set_at, expires_at = excluded.expires_at, next_at = excluded.next_at,
           claimed_until = NULL, stopped = NULL`,
        [
          schedule.report,
          schedule.version,
          schedule.owner,
          JSON.stringify(schedule.caller),
          JSON.stringify(schedule.timing),
          JSON.stringify(schedule.variables),
          schedule.setAt,
          schedule.expiresAt,
          schedule.nextAt,
        ],
      )
    },
    async remove(report) {
      await pool.query('DELETE FROM reports.schedule WHERE report = $1', [report])
    },
    async stop(owner, held, code) {
      const { rowCount } = await pool.query(
        `UPDATE reports.schedule SET stopped = $3
         WHERE owner = $1 AND stopped IS NULL
           AND NOT ARRAY(SELECT json_array_elements_text(caller -> 'roles')) <@ $2::text[]`,
        [owner, held, code],
      )
      return rowCount ?? 0
    },
    async owners(at) {
      const rows = await rowsOf<Pick<Schedule, 'owner' | 'caller'>>(
        'SELECT owner, caller FROM reports.schedule WHERE stopped IS NULL AND expires_at > $1',
        [at],
      )
      const found = new Map<string, Set<string>>()
      for (const { owner, caller } of rows)
        found.set(owner, new Set([...(found.get(owner) ?? []), ...caller.roles]))
      return found
    },
    due: (at, limit) =>
      rowsOf<Schedule>(
        `SELECT ${scheduleColumns} FROM reports.schedule AS s
         WHERE s.next_at <= $1 AND s.expires_at > $1 AND s.stopped IS NULL
           AND (s.claimed_until IS NULL OR s.claimed_until < $1)
         ORDER BY s.next_at LIMIT $2`,
        [at, limit],
      ),
    async claim({ report, nextAt, setAt }, until, at) {
      const { rowCount } = await pool.query(
        `UPDATE reports.schedule SET claimed_until = $2
         WHERE report = $1 AND next_at = $3 AND set_at = $4 AND stopped IS NULL
           AND (claimed_until IS NULL OR claimed_until < $5)`,
        [report, until, nextAt, setAt, at],
      )
      return rowCount === 1
    },
    async finish(run, { setAt, nextAt }, most) {
      // One statement: a run that is kept and a schedule that is still due would be run twice.
      await pool.query(
        `WITH kept AS (
           INSERT INTO reports.run (report, version, started_at, finished_at, status, codes, grants, variables,
             bytes, result)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
         ), moved AS (
           UPDATE reports.schedule SET next_at = $11, claimed_until = NULL WHERE report = $1 AND set_at = $13
         )
         DELETE FROM reports.run WHERE report = $1 AND id IN (
           SELECT id FROM reports.run WHERE report = $1 ORDER BY id DESC OFFSET $12)`,
        [
          run.report,
          run.version,
          run.startedAt,
          run.finishedAt,
          run.status,
          run.codes,
          JSON.stringify(run.grants),
          JSON.stringify(run.variables),
          run.bytes,
          run.result,
          nextAt,
          // The one that is being kept is not seen by the same statement.
          most - 1,
          setAt,
        ],
      )
    },
    runs: (report, limit, before) =>
      rowsOf<Run>(
        `SELECT ${runColumns} FROM reports.run AS r WHERE r.report = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3`,
        [report, before ?? Number.MAX_SAFE_INTEGER, limit],
      ),
    async run(report, id) {
      const [row] = await rowsOf<Run & Pick<NewRun, 'result'>>(
        `SELECT ${runColumns}, r.result FROM reports.run AS r WHERE r.report = $1 AND r.id = $2`,
        [report, id],
      )
      return row
    },
  }
}
