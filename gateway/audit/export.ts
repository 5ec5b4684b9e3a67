import { Client } from 'pg'
import { noHash } from './record-hash.ts'

export interface ExportOptions {
  /** The journal, as a role that may read it. */
  readonly databaseUrl: string
  /** Records from this moment on; from the beginning when absent. */
  readonly from?: Date
  /** Records before this moment; to the end when absent. */
  readonly to?: Date
}

/** Rows fetched at a time. */
const page = 5000

interface Row {
  readonly hash: string
  readonly body: string
}

/**
 * The journal as lines of JSON, for `audit verify`: its range, what was dropped by policy, then each chain, the
 * newest first, its records in order. A line of a record is `{"hash":"…","body":{…}}`, its body to the letter
 * as it was hashed; a line `{"chain":"…","after":N,"hash":"…"}` before them says what the first one follows.
 * All from one moment, while the gateway goes on writing.
 */
export async function* exportJournal(options: ExportOptions): AsyncGenerator<string> {
  const client = new Client({ connectionString: options.databaseUrl })
  client.on('error', () => undefined)
  await client.connect()
  const range = [options.from ?? '-infinity', options.to ?? 'infinity']
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const retained = await client.query<{ jws: string }>(
      'SELECT jws FROM audit.retained ORDER BY chain',
    )
    const { from = null, to = null } = options
    yield JSON.stringify({ journal: { from, to } })
    for (const { jws } of retained.rows) yield JSON.stringify({ retained: jws })
    const chains = await client.query<{ chain: string; first: string }>(
      `SELECT chain, min(seq) AS first FROM audit.record WHERE at >= $1 AND at < $2
       GROUP BY chain ORDER BY min(at) DESC, chain`,
      range,
    )
    for (const { chain, first } of chains.rows) {
      const before = await client.query<{ hash: string }>(
        `SELECT encode(hash, 'hex') AS hash FROM audit.record
         WHERE chain = $1 AND seq < $2 ORDER BY seq DESC, at DESC LIMIT 1`,
        [chain, first],
      )
      const hash = before.rows[0]?.hash ?? (await retainedHash(client, chain)) ?? noHash
      yield JSON.stringify({ chain, after: Number(first) - 1, hash })
      yield* recordsOf(client, chain, range)
    }
    await client.query('COMMIT')
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function* recordsOf(
  client: Client,
  chain: string,
  range: readonly unknown[],
): AsyncGenerator<string> {
  await client.query(
    `DECLARE records NO SCROLL CURSOR FOR
     SELECT encode(hash, 'hex') AS hash, body::text AS body FROM audit.record
     WHERE chain = $1 AND at >= $2 AND at < $3 ORDER BY seq, at`,
    [chain, ...range],
  )
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${page} FROM records`)
    for (const { hash, body } of rows) yield `{"hash":"${hash}","body":${body}}`
    if (rows.length < page) break
  }
  await client.query('CLOSE records')
}

/** The payload is only read here; `audit verify` checks its signature. */
async function retainedHash(client: Client, chain: string): Promise<string | undefined> {
  const { rows } = await client.query<{ jws: string }>(
    'SELECT jws FROM audit.retained WHERE chain = $1',
    [chain],
  )
  const payload = rows[0]?.jws.split('.')[1]
  if (payload === undefined) return undefined
  const { hash } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
    hash: string
  }
  return hash
}
