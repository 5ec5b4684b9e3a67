import { setTimeout as after } from 'node:timers/promises'
import type { Client } from 'pg'

/** Milliseconds between two looks whether somebody else builds. */
const pauseMs = 200
/** Of the advisory lock of whoever builds; known to this program alone. */
const buildKey = 7_406_211_908

/** An index of a table that has partitions, as tables.sql makes it. */
interface WantedIndex {
  readonly name: string
  readonly table: string
  /** What it is over: method, columns, condition. */
  readonly over: string
  /** The whole statement. */
  readonly statement: string
}

/**
 * Builds each index that the text of tables.sql names and the journal lacks, partition by partition and beside gateways
 * that go on writing: the text's own statement would keep all of them from inserting until the last row is read. It
 * then finds what is built, and takes it over within milliseconds. An index that an interrupted call left is built anew.
 * Answers the text without the statements of indexes that are there, since these too would wait for writers.
 */
export async function buildIndexes(client: Client, tables: string): Promise<string> {
  let text = tables
  const missing: WantedIndex[] = []
  for (const index of wantedIndexes(tables))
    if (await isThere(client, index)) text = text.replace(index.statement, '')
    else missing.push(index)
  if (missing.length === 0) return text
  await claimed(client)
  try {
    for (const index of missing)
      for (const partition of await partitionsOf(client, index))
        await build(client, index, partition)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [buildKey]).catch(() => undefined)
  }
  return text
}

/**
 * Two who build in one table wait for each other, and one is ended. The claim is the session's: a call whose process was
 * ended keeps it as long as it builds on the server. It is asked for again and again, since a build waits for who waits.
 */
async function claimed(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ claimed: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS claimed',
      [buildKey],
    )
    if (rows[0]?.claimed === true) return
    await after(pauseMs)
  }
}

function wantedIndexes(tables: string): readonly WantedIndex[] {
  const statements = tables.matchAll(
    /^CREATE INDEX IF NOT EXISTS (?<name>\w+) ON audit\.(?<table>\w+) (?<over>[^;]+);$/gm,
  )
  return [...statements].map(({ 0: statement, groups }) => {
    const { name = '', table = '', over = '' } = groups ?? {}
    return { name, table, over, statement }
  })
}

async function isThere(client: Client, { name }: WantedIndex): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS there',
    [`audit.${name}`],
  )
  return rows[0]?.there === true
}

/** None where there is no journal yet. */
async function partitionsOf(client: Client, { table }: WantedIndex): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
     WHERE i.inhparent = to_regclass($1) AND c.relkind = 'r' ORDER BY name`,
    [`audit.${table}`],
  )
  return rows.map(({ name }) => name)
}

async function build(
  client: Client,
  { name, table, over }: WantedIndex,
  partition: string,
): Promise<void> {
  const index = client.escapeIdentifier(`${partition}${name.slice(table.length)}`)
  const own = `audit.${index}`
  const part = `audit.${client.escapeIdentifier(partition)}`
  const { rows } = await client.query<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [own],
  )
  if (rows[0]?.valid === true) return
  await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${own}`)
  await client.query(`CREATE INDEX CONCURRENTLY ${index} ON ${part} ${over}`)
}
