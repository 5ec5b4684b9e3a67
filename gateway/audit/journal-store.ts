import { createHash } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { Client } from 'pg'
import type { ChainHead } from './event.ts'
import { firstConnected } from './first-connected.ts'

/** Where a gateway's last chain ended, and when, milliseconds since the epoch. */
export interface LastRecord {
  readonly head: ChainHead
  readonly at: number
}

/** Where the records of one gateway are kept. One caller at a time. */
export interface JournalStore {
  /** The end of the gateway's last chain; undefined when it has none. */
  last(): Promise<LastRecord | undefined>
  /**
   * Makes lines durable, all or none. May be called again with the same lines after a failure: those that
   * are there stay as they are.
   */
  write(lines: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Milliseconds for a connection and for one statement; then the connection is given up. */
const connectMs = 3000
const statementMs = 5000
/** Milliseconds that a name is waited for, which the connection before may still hold, and between two tries. */
const claimMs = 2000
const claimPauseMs = 50
/** Milliseconds between two looks for the partitions of the coming month. */
const partitionsMs = 3_600_000

/**
 * One statement, one parameter, a line a record: no text in JSON holds a line feed. `at` of a person is that
 * of the request. Materialised, so that a record's JSON is read once and not once for each of its persons.
 */
const insertWith = (conflicts: string): string => `
  WITH line AS MATERIALIZED (
    SELECT decode(left(line, 64), 'hex') AS hash, substr(line, 66)::json AS body
    FROM string_to_table($1, E'\\n') AS line
  ), record AS (
    INSERT INTO audit.record (chain, seq, at, hash, body)
    SELECT (body ->> 'chain')::uuid, (body ->> 'seq')::bigint, (body ->> 'at')::timestamptz, hash, body
    FROM line
    ${conflicts}
  ), part AS MATERIALIZED (
    SELECT (body ->> 'askedAt')::timestamptz AS at, (body ->> 'id')::uuid AS id, ministry,
           ARRAY(SELECT json_array_elements_text(part -> 'classes')) AS classes, part -> 'persons' AS persons
    FROM line, json_each(body -> 'persons') AS list (ministry, parts), json_array_elements(parts) AS part
  )
  INSERT INTO audit.person (person, at, id, ministry, classes)
  SELECT person, at, id, ministry, classes FROM part, json_array_elements_text(persons) AS person
  ${conflicts}`

/** For lines that were never sent. */
const insertNew = { name: 'audit', text: insertWith('') }
/** For lines of which some may be there: looking costs an eighth more. */
const insertMissing = { name: 'audit-again', text: insertWith('ON CONFLICT DO NOTHING') }

/**
 * Opens the journal's one connection for a gateway, whose name it claims for as long as it lives: the order of a
 * chain is the order of its statements. Throws one line that names server, database and role when it cannot be
 * had, when the role may do more than insert, or when another gateway of that name is connected.
 */
export async function openJournalStore(url: string, gateway: string): Promise<JournalStore> {
  let client: Client | undefined = await connect(url, gateway)
  let partitionsAt = 0
  let isInDoubt = false
  let chain: string | undefined
  try {
    await expectWriter(client)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }

  /** A connection on which something failed is not used again. */
  const using = async <T>(work: (open: Client) => Promise<T>): Promise<T> => {
    const open = (client ??= await connect(url, gateway, chain))
    try {
      return await work(open)
    } catch (error) {
      if (client === open) client = undefined
      open.end().catch(() => undefined)
      throw error
    }
  }
  const ensurePartitions = async (open: Client): Promise<void> => {
    if (Date.now() - partitionsAt < partitionsMs) return
    await open.query('SELECT audit.ensure_partitions()')
    partitionsAt = Date.now()
  }

  return {
    last: () => using((open) => endOf(open, gateway)),
    write: (lines) =>
      using(async (open) => {
        await ensurePartitions(open)
        const statement = isInDoubt ? insertMissing : insertNew
        isInDoubt = true
        await open.query({ ...statement, values: [lines.join('\n')] })
        isInDoubt = false
        chain = chainOf(lines[0]) ?? chain
      }),
    async close() {
      const open = client
      client = undefined
      await open?.end().catch(() => undefined)
    },
  }
}

/** `chain` is the one that this process has begun, if it has. */
async function connect(url: string, gateway: string, chain?: string): Promise<Client> {
  const client = await firstConnected(() => clientOf(url)).catch((error: unknown) => {
    throw failure(clientOf(url), error)
  })
  try {
    // Durable means on disk, whatever the server, the role or the URL says otherwise.
    await client.query('SET synchronous_commit = on')
    // A gateway whose machine is gone keeps its name for less than a minute.
    await client.query(
      'SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4',
    )
    await claimName(client, gateway)
    if (chain !== undefined) await expectOurs(client, gateway, chain)
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw failure(client, error)
  }
}

function clientOf(url: string): Client {
  const client = new Client({
    connectionString: url,
    application_name: 'lien-thong audit',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
    keepAlive: true,
  })
  // What breaks a connection is told by the next statement.
  return client.on('error', () => undefined)
}

/**
 * Two gateways of one name would both link to the same last record, and neither chain would be missed if it
 * were dropped. The claim is the session's: whatever ends the connection frees it.
 */
async function claimName(client: Client, gateway: string): Promise<void> {
  const key = createHash('sha256').update(`lien-thong audit ${gateway}`).digest().readBigInt64BE()
  const until = performance.now() + claimMs
  for (;;) {
    const { rows } = await client.query<{ claimed: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS claimed',
      [String(key)],
    )
    if (rows[0]?.claimed === true) return
    if (performance.now() >= until)
      throw new Error(
        `another gateway records as ${gateway}; expected a LIEN_THONG_GATEWAY_NAME for each of them`,
      )
    await after(claimPauseMs)
  }
}

/** While the connection was away another gateway may have had the name, and gone: nobody names our end any more. */
async function expectOurs(client: Client, gateway: string, chain: string): Promise<void> {
  const last = await endOf(client, gateway)
  if (last?.head.chain !== chain)
    throw new Error(`another gateway has recorded as ${gateway} meanwhile; start this one anew`)
}

async function endOf(client: Client, gateway: string): Promise<LastRecord | undefined> {
  const { rows } = await client.query<{ chain: string; seq: string; hash: string; at: Date }>(
    'SELECT chain, seq, hash, at FROM audit.head($1)',
    [gateway],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { chain, seq, hash, at } = row
  return { head: { chain, seq: Number(seq), hash }, at: at.getTime() }
}

/** A record's text begins with its chain (gateway/audit/chain.ts). */
function chainOf(line: string | undefined): string | undefined {
  return /^[0-9a-f]{64} \{"chain":"([0-9a-f-]{36})"/.exec(line ?? '')?.[1]
}

interface Rights {
  readonly made: boolean
  readonly mayInsert: boolean
  readonly mayMore: boolean
}

async function expectWriter(client: Client): Promise<void> {
  const refuse = (reason: string) => failure(client, new Error(reason))
  const { rows } = await client
    .query<Rights>(
      `SELECT to_regclass('audit.record') IS NOT NULL AS made,
              coalesce(has_table_privilege(to_regclass('audit.record')::oid, 'INSERT'), false) AS "mayInsert",
              coalesce(has_table_privilege(to_regclass('audit.record')::oid, 'UPDATE, DELETE, TRUNCATE'), false)
                AS "mayMore"`,
    )
    .catch((error: unknown) => {
      throw failure(client, error)
    })
  const [rights] = rows
  if (rights?.made !== true)
    throw refuse('there is no audit journal; make it with lien-thong audit init')
  if (!rights.mayInsert) throw refuse('expected a role that may insert into audit.record')
  if (rights.mayMore)
    throw refuse('the role may change what is written; expected one that may only insert')
}

/** Server, database, role and the reason in one line, never the password. */
function failure({ host, port, database, user }: Client, error: unknown): Error {
  const [first]: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const reason = first instanceof Error ? first.message : String(first)
  const place = `audit journal, PostgreSQL ${host}:${port}, database ${database}, role ${user}`
  return new Error(`${place}: ${reason}`, { cause: error })
}
