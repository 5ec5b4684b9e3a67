import { Pool } from 'pg'
import { wholeVariant } from '../../schema/registry/contract.ts'
import type {
  Live,
  LiveSubgraph,
  NewVersion,
  Release,
  ReleaseEntry,
  StoredSupergraph,
  Verdict,
  Version,
  VersionName,
} from './registry-records.ts'
import { insertVersion, inTransaction, writeRelease } from './write-release.ts'

/** The registry's tables. Every method fails with the database's own error when it is away. */
export interface RegistryStore {
  live(): Promise<Live>
  /** Subgraphs that were live once and were retired. */
  retired(): Promise<readonly string[]>
  /** The last supergraph of a variant; undefined before the first release. */
  supergraph(variant: string): Promise<StoredSupergraph | undefined>
  /** The hash of the last supergraph of a variant. */
  supergraphHash(variant: string): Promise<string | undefined>
  /** Keeps a version that waits for approval; answers its number. */
  propose(version: NewVersion): Promise<number>
  /** Writes a release; undefined, and nothing changed, where another one came first. */
  release(release: Release): Promise<readonly VersionName[] | undefined>
  version(name: VersionName): Promise<(Version & { readonly sdl: string }) | undefined>
  /** Newest first; `before` is the version below which to go on. */
  versions(subgraph: string, limit: number, before?: number): Promise<readonly Version[]>
  /** Newest first; `before` is the release below which to go on. */
  releases(limit: number, before?: number): Promise<readonly ReleaseEntry[]>
  /** The text of a supergraph that a release made. */
  supergraphAt(seq: number, variant: string): Promise<StoredSupergraph | undefined>
  judged(verdict: Verdict): Promise<void>
  close(): Promise<void>
}

const connections = 4
/** Milliseconds for a connection and for one statement. */
const connectMs = 3000
const statementMs = 5000

const versionColumns = `v.subgraph, v.version, v.document AS hash, v.url, v.publisher, v.client, v.message, v.at,
  ARRAY(SELECT a.approver FROM registry.approval AS a
        WHERE a.subgraph = v.subgraph AND a.version = v.version ORDER BY a.at) AS approvers,
  EXISTS (SELECT FROM registry.release AS r
          WHERE r.subgraph = v.subgraph AND r.version = v.version) AS released`

/** The last release of each subgraph. */
const lastReleases = `SELECT DISTINCT ON (subgraph) subgraph, version, kind FROM registry.release
  ORDER BY subgraph, seq DESC`

/**
 * Opens the registry's tables as registry_writer. Throws one line that names server, database and role when
 * they are out of reach or not made.
 */
export async function openRegistryStore(url: string): Promise<RegistryStore> {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'lien-thong registry',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
    allowExitOnIdle: true,
  })
  // What breaks an idle connection is told by the next statement.
  pool.on('error', () => undefined)
  await expectTables(pool, url).catch(async (error: unknown) => {
    await pool.end()
    throw error
  })
  const rowsOf = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await pool.query<Row>(text, [...values])).rows

  return {
    async live() {
      const rows = await rowsOf<{ seq: string; name: string; version: number } & LiveSubgraph>(
        `SELECT (SELECT max(seq) FROM registry.release) AS seq, v.subgraph AS name, v.version,
                v.url, d.body AS sdl
         FROM (${lastReleases}) AS r
         JOIN registry.version AS v USING (subgraph, version)
         JOIN registry.document AS d ON d.hash = v.document
         WHERE r.kind <> 'retire' ORDER BY v.subgraph`,
      )
      const seq = Number(rows[0]?.seq ?? 0)
      const subgraphs = rows.map(({ name, version, url: place, sdl }) => ({
        name,
        version,
        url: place,
        sdl,
      }))
      const whole = seq === 0 ? undefined : await supergraphAt(rowsOf, wholeVariant, seq)
      return { seq, subgraphs, supergraph: whole?.text }
    },
    async retired() {
      const rows = await rowsOf<{ subgraph: string }>(
        `SELECT subgraph FROM (${lastReleases}) AS r WHERE kind = 'retire' ORDER BY subgraph`,
      )
      return rows.map(({ subgraph }) => subgraph)
    },
    supergraph: (variant) => supergraphAt(rowsOf, variant),
    async supergraphHash(variant) {
      const [row] = await rowsOf<{ hash: string }>(
        `SELECT document AS hash FROM registry.supergraph WHERE variant = $1
         ORDER BY seq DESC LIMIT 1`,
        [variant],
      )
      return row?.hash
    },
    propose: (version) => inTransaction(pool, (client) => insertVersion(client, version)),
    release: (release) => writeRelease(pool, release),
    async version({ name, version }) {
      const [row] = await rowsOf<Version & { sdl: string }>(
        `SELECT ${versionColumns}, d.body AS sdl FROM registry.version AS v
         JOIN registry.document AS d ON d.hash = v.document
         WHERE v.subgraph = $1 AND v.version = $2`,
        [name, version],
      )
      return row
    },
    versions: (subgraph, limit, before) =>
      rowsOf<Version>(
        `SELECT ${versionColumns} FROM registry.version AS v
         WHERE v.subgraph = $1 AND v.version < $2 ORDER BY v.version DESC LIMIT $3`,
        [subgraph, before ?? 2_147_483_647, limit],
      ),
    async releases(limit, before) {
      const rows = await rowsOf<Omit<ReleaseEntry, 'seq'> & { seq: string }>(
        `SELECT r.seq, r.at, r.kind, r.subgraph, r.version, r.actor, r.message, s.document AS supergraph
         FROM registry.release AS r
         LEFT JOIN registry.supergraph AS s ON s.seq = r.seq AND s.variant = $1
         WHERE r.seq < $2 ORDER BY r.seq DESC LIMIT $3`,
        [wholeVariant, before ?? Number.MAX_SAFE_INTEGER, limit],
      )
      return rows.map((row) => ({ ...row, seq: Number(row.seq) }))
    },
    supergraphAt: (seq, variant) => supergraphAt(rowsOf, variant, seq),
    async judged(verdict) {
      await rowsOf(
        `INSERT INTO registry.verdict (kind, subgraph, document, base, actor, passed, problems, notes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          verdict.kind,
          verdict.subgraph,
          verdict.hash,
          verdict.base,
          verdict.actor,
          verdict.passed,
          JSON.stringify(verdict.problems),
          JSON.stringify(verdict.notes),
        ],
      )
    },
    close: () => pool.end(),
  }
}

type RowsOf = <Row extends object>(
  text: string,
  values?: readonly unknown[],
) => Promise<readonly Row[]>

async function supergraphAt(
  rowsOf: RowsOf,
  variant: string,
  seq: number = Number.MAX_SAFE_INTEGER,
): Promise<StoredSupergraph | undefined> {
  const [row] = await rowsOf<StoredSupergraph>(
    `SELECT s.variant, s.jws, d.body AS text FROM registry.supergraph AS s
     JOIN registry.document AS d ON d.hash = s.document
     WHERE s.variant = $1 AND s.seq <= $2 ORDER BY s.seq DESC LIMIT 1`,
    [variant, seq],
  )
  return row
}

async function expectTables(pool: Pool, url: string): Promise<void> {
  const { host, pathname, username } = new URL(url)
  const place = `PostgreSQL ${host}, database ${pathname.slice(1)}, role ${username}`
  const refuse = (reason: string, cause?: unknown) =>
    new Error(`registry, ${place}: ${reason}`, { cause })
  const { rows } = await pool
    .query<{ made: boolean; may: boolean; more: boolean }>(
      `SELECT to_regclass('registry.release') IS NOT NULL AS made,
              coalesce(has_table_privilege(to_regclass('registry.release')::oid, 'INSERT'), false) AS may,
              coalesce(has_table_privilege(to_regclass('registry.release')::oid, 'UPDATE, DELETE, TRUNCATE'),
                       false) AS more`,
    )
    .catch((error: unknown) => {
      throw refuse(error instanceof Error ? error.message : String(error), error)
    })
  const [rights] = rows
  if (rights?.made !== true)
    throw refuse('there is no registry; make it with lien-thong registry init')
  if (!rights.may) throw refuse('expected a role that may insert into registry.release')
  if (rights.more)
    throw refuse('the role may change what was published; expected one that may only insert')
}
