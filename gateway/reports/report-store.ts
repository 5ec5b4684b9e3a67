import { Pool } from 'pg'
import type { ReportVersion } from './report.ts'

export interface NewVersion extends Omit<ReportVersion, 'at' | 'version'> {
  /** The version that this one comes after; 0: none. */
  readonly base: number
  readonly search: string
}

/** Who lists: reports of theirs, shared with their roles, or all. */
export interface Seeing {
  readonly owner: string
  readonly roles: readonly string[]
  readonly all: boolean
}

export interface Page {
  /** Folded words, each of which the report holds. */
  readonly words: readonly string[]
  readonly limit: number
  /** The id after which to go on. */
  readonly after: string | undefined
}

/** Saved reports. Every method fails with the database's own error when it is away. */
export interface ReportStore {
  /** The newest versions that are not archived, by id. */
  list(seeing: Seeing, page: Page): Promise<readonly ReportVersion[]>
  /** A version, or the newest one. */
  find(report: string, version?: number): Promise<ReportVersion | undefined>
  /** Newest first. */
  versions(report: string, limit: number, before?: number): Promise<readonly ReportVersion[]>
  /** Adds a version; undefined, and nothing changed, where another came after the base. */
  add(version: NewVersion): Promise<ReportVersion | undefined>
  /** How many reports of an owner are not archived. */
  owned(owner: string): Promise<number>
  readonly pool: Pool
  close(): Promise<void>
}

const connections = 3
/** Milliseconds for a connection and for one statement. */
const connectMs = 3000
const statementMs = 5000

const columns = `v.report, v.version, v.at, v.author, v.author_agency AS "authorAgency", v.message, v.owner,
  v.owner_agency AS "ownerAgency", v.shared, v.archived, v.body`
const newest = `NOT EXISTS (SELECT FROM reports.version AS later
  WHERE later.report = v.report AND later.version > v.version)`

/** Opens the saved reports in the registry's database, as registry_writer; nothing is connected before it is needed. */
export function openReportStore(url: string): ReportStore {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'lien-thong reports',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
    allowExitOnIdle: true,
  })
  // What breaks an idle connection is told by the next statement.
  pool.on('error', () => undefined)
  const rowsOf = async (text: string, values: readonly unknown[]) =>
    (await pool.query<ReportVersion>(text, [...values])).rows

  return {
    list: ({ owner, roles, all }, { words, limit, after }) =>
      rowsOf(
        `SELECT ${columns} FROM reports.version AS v
         WHERE ${newest} AND NOT v.archived AND ($1 OR v.owner = $2 OR v.shared && $3::text[])
           AND NOT EXISTS (SELECT FROM unnest($4::text[]) AS word WHERE strpos(v.search, word) = 0)
           AND v.report > $5
         ORDER BY v.report LIMIT $6`,
        [all, owner, roles, words, after ?? '', limit],
      ),
    async find(report, version) {
      const [row] = await rowsOf(
        `SELECT ${columns} FROM reports.version AS v
         WHERE v.report = $1 AND ($2::integer IS NULL OR v.version = $2)
         ORDER BY v.version DESC LIMIT 1`,
        [report, version ?? null],
      )
      return row
    },
    versions: (report, limit, before) =>
      rowsOf(
        `SELECT ${columns} FROM reports.version AS v
         WHERE v.report = $1 AND v.version < $2 ORDER BY v.version DESC LIMIT $3`,
        [report, before ?? 2_147_483_647, limit],
      ),
    async add(given) {
      const [row] = await rowsOf(
        `INSERT INTO reports.version AS v (report, version, author, author_agency, message, owner, owner_agency,
           shared, archived, search, body)
         SELECT $1, $2::integer + 1, $3, $4, $5, $6, $7, $8::text[], $9, $10, $11
         WHERE $2::integer = coalesce((SELECT max(version) FROM reports.version WHERE report = $1), 0)
         ON CONFLICT DO NOTHING RETURNING ${columns}`,
        [
          given.report,
          given.base,
          given.author,
          given.authorAgency,
          given.message,
          given.owner,
          given.ownerAgency,
          given.shared,
          given.archived,
          given.search,
          JSON.stringify(given.body),
        ],
      )
      return row
    },
    async owned(owner) {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::integer AS n FROM reports.version AS v
         WHERE v.owner = $1 AND ${newest} AND NOT v.archived`,
        [owner],
      )
      return rows[0]?.n ?? 0
    },
    pool,
    close: () => pool.end(),
  }
}
