import { Client } from 'pg'
import type { JSONWebKeySet } from 'jose'
import type { SigningKey } from '../../auth/signing-key.ts'
import { signHead } from './checkpoint.ts'
import { exportJournal } from './export.ts'
import { verifyExport } from './verify.ts'

export interface RetainOptions {
  /** The journal, as its owner. */
  readonly databaseUrl: string
  /** Whole months that are kept beside the current one; at least `leastMonths`. */
  readonly months: number
  /** Signs where chains begin from now on: the key that signs their checkpoints. */
  readonly key: SigningKey
  /** Public keys that the records to be dropped may be signed with. */
  readonly keys: JSONWebKeySet
  readonly now: Date
}

/** What the law asks for at least (DESIGN.md, 6). */
export const leastMonths = 6

/** What was dropped. */
export interface Retained {
  /** Partitions, oldest first. */
  readonly partitions: readonly string[]
  /** Chains whose beginning, or the whole of which, is gone. */
  readonly chains: number
  /** Emergency accesses among what was dropped that no inspector had concluded. */
  readonly unreviewed: number
}

/**
 * Drops the partitions of months that policy no longer keeps, with what was said of emergency accesses in them, and leaves for each chain in them a signature
 * over the last record that is gone, so that the rest can still be verified. All or nothing. Throws when
 * fewer months are asked for than may be, and when what would be dropped does not verify: a signature
 * over it must not make good what someone did to it.
 */
export async function retain(options: RetainOptions): Promise<Retained> {
  const { databaseUrl, months, key, now } = options
  if (!Number.isInteger(months) || months < leastMonths)
    throw new Error(`expected at least ${leastMonths} months, got ${months}`)
  const client = new Client({ connectionString: databaseUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('BEGIN')
    const kept = firstKept(now, months)
    const partitions = await droppable(client, kept)
    if (partitions.length === 0) return { partitions, chains: 0, unreviewed: 0 }
    await expectWhole(options, kept)
    const records = partitions.filter((name) => name.startsWith('record_'))
    const chains = new Map<string, { seq: number; hash: string }>()
    for (const name of records)
      for (const { chain, seq, hash } of await heads(client, name))
        if (Number(seq) > (chains.get(chain)?.seq ?? -1))
          chains.set(chain, { seq: Number(seq), hash })
    for (const [chain, head] of chains) {
      const jws = await signHead(key, 'audit-retained', { chain, ...head })
      await client.query(
        `INSERT INTO audit.retained (chain, jws) VALUES ($1, $2)
         ON CONFLICT (chain) DO UPDATE SET jws = EXCLUDED.jws`,
        [chain, jws],
      )
    }
    const unreviewed = await unreviewedBefore(client, kept)
    for (const name of partitions) await client.query(`DROP TABLE audit.${name}`)
    await dropSaid(client, kept)
    await client.query('COMMIT')
    return { partitions, chains: chains.size, unreviewed }
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function expectWhole({ databaseUrl, keys }: RetainOptions, kept: Date): Promise<void> {
  async function* chunks() {
    for await (const line of exportJournal({ databaseUrl, to: kept }))
      yield Buffer.from(`${line}\n`)
  }
  const { problems } = await verifyExport({ chunks: chunks(), keys })
  const [first] = problems
  if (first === undefined) return
  const { chain, kind, what } = first
  throw new Error(`nothing is dropped, since it does not verify: chain ${chain}, ${kind}: ${what}`)
}

/** How many emergency accesses before `kept` await an inspector's conclusion. */
async function unreviewedBefore(client: Client, kept: Date): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM audit.emergency AS e WHERE e.at < $1 AND NOT EXISTS (
       SELECT FROM audit.review AS w WHERE w.subject = e.id AND w.finding <> 'NEEDS_EXPLANATION'
         AND w.version = (SELECT max(v.version) FROM audit.review AS v WHERE v.subject = w.subject))`,
    [kept],
  )
  return rows[0]?.n ?? 0
}

/** Deletes what was said by those who ran scenarios, and by inspectors, of accesses that are gone. */
async function dropSaid(client: Client, kept: Date): Promise<void> {
  await client.query(
    `DELETE FROM audit.scenario_run AS s WHERE s.at < $1 AND NOT EXISTS (
       SELECT FROM audit.record AS r WHERE r.kind = 'request' AND r.body -> 'scenario' IS NOT NULL
         AND r.body -> 'scenario' ->> 'run' = s.run::text)`,
    [kept],
  )
  await client.query(
    `DELETE FROM audit.review AS w
     WHERE NOT EXISTS (SELECT FROM audit.emergency AS e WHERE e.id = w.subject)`,
  )
}

/** The beginning of the first month that is kept. */
function firstKept(now: Date, months: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
}

async function droppable(client: Client, kept: Date): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
     WHERE i.inhparent IN ('audit.record'::regclass, 'audit.person'::regclass)
       AND c.relname ~ '^(record|person)_\\d{4}_\\d{2}$' AND right(c.relname, 7) < $1
     ORDER BY right(c.relname, 7), c.relname`,
    [kept.toISOString().slice(0, 7).replace('-', '_')],
  )
  return rows.map(({ name }) => name)
}

async function heads(client: Client, partition: string) {
  const { rows } = await client.query<{ chain: string; seq: string; hash: string }>(
    `SELECT DISTINCT ON (chain) chain, seq, encode(hash, 'hex') AS hash
     FROM audit.${partition} ORDER BY chain, seq DESC`,
  )
  return rows
}
