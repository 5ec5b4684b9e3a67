import { Client } from 'pg'
import type { StoredRecord } from './watched-chain.ts'

/** A chain that the journal holds. */
export interface ListedChain {
  readonly chain: string
  /** Undefined where its start is not there. */
  readonly gateway: string | undefined
}

/** Reads the journal for its check, page by page. */
export interface ChainReader {
  /** Those with a start, newest first. */
  started(): Promise<readonly ListedChain[]>
  /** Every chain of which there is a record, whether it has a start or not. */
  all(): Promise<readonly string[]>
  /** Signatures over what was dropped by policy. */
  retained(): Promise<readonly string[]>
  after(chain: string, seq: number): Promise<readonly StoredRecord[]>
  close(): Promise<void>
}

/** Records of one page: an outcome may hold thousands of persons. */
export const pageRecords = 500

const connectMs = 5000
const statementMs = 30_000

/** From chain to chain by the primary key, without reading the records between. */
const everyChain = `
  WITH RECURSIVE found AS (
    (SELECT chain FROM audit.record ORDER BY chain LIMIT 1)
    UNION ALL
    SELECT (SELECT r.chain FROM audit.record AS r WHERE r.chain > f.chain ORDER BY r.chain LIMIT 1)
    FROM found AS f WHERE f.chain IS NOT NULL
  )
  SELECT chain FROM found WHERE chain IS NOT NULL`

/** Opens a connection as a role that may read the journal. */
export async function openChainReader(databaseUrl: string): Promise<ChainReader> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'lien-thong journal check',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
  })
  // What breaks the connection is told by the next statement.
  client.on('error', () => undefined)
  await client.connect()
  return {
    async started() {
      const { rows } = await client.query<{ chain: string; gateway: string | null }>(
        `SELECT chain, gateway FROM audit.record WHERE kind = 'start' ORDER BY at DESC, chain`,
      )
      return rows.map(({ chain, gateway }) => ({ chain, gateway: gateway ?? undefined }))
    },
    async all() {
      const { rows } = await client.query<{ chain: string }>(everyChain)
      return rows.map(({ chain }) => chain)
    },
    async retained() {
      const { rows } = await client.query<{ jws: string }>('SELECT jws FROM audit.retained')
      return rows.map(({ jws }) => jws)
    },
    async after(chain, seq) {
      const { rows } = await client.query<{ seq: string; hash: string; body: string }>(
        `SELECT seq, encode(hash, 'hex') AS hash, body::text AS body FROM audit.record
         WHERE chain = $1 AND seq > $2 ORDER BY seq, at LIMIT $3`,
        [chain, seq, pageRecords],
      )
      return rows.map((row) => ({ ...row, seq: Number(row.seq) }))
    },
    close: () => client.end().catch(() => undefined),
  }
}
