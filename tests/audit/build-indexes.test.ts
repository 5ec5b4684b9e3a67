import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Client } from 'pg'
import { expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { buildIndexes } from '../../gateway/audit/build-indexes.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'

const tables = await readFile(new URL('../../gateway/audit/tables.sql', import.meta.url), 'utf8')

/** A journal in a database of its own, of a release that had not this index. */
async function openJournal(without: string) {
  const database = `indexes_${randomUUID().replaceAll('-', '')}`
  const at = (url: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  await using server = await connected(adminUrl())
  await server.query(`CREATE DATABASE ${database} OWNER gateway_owner`)
  const ownerUrl = at(databaseUrl('gateway', 'owner'))
  await ensureJournal(ownerUrl)
  const admin = await connected(at(adminUrl()))
  const before = await indexesOf(admin)
  if (without !== '') await admin.query(`DROP INDEX audit.${without}`)
  const writers: (Client & AsyncDisposable)[] = []
  return {
    ownerUrl,
    admin,
    before,
    /** A gateway's connection, which gives up a statement that somebody keeps waiting. */
    async writer() {
      const writer = await connected(at(databaseUrl('gateway', 'writer')))
      await writer.query(`SET statement_timeout = '20s'`)
      writers.push(writer)
      return writer
    },
    /** Waits until a statement that begins so waits for a lock. */
    waiting: (start: string) =>
      expect
        .poll(
          async () => {
            const { rows } = await admin.query<{ pid: number }>(
              `SELECT pid FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock' AND starts_with(query, $1)`,
              [start],
            )
            return rows[0]?.pid
          },
          { timeout: 20_000, interval: 20 },
        )
        .toBeDefined(),
    async [Symbol.asyncDispose]() {
      for (const one of [...writers, admin]) await one[Symbol.asyncDispose]()
      await using end = await connected(adminUrl())
      await end.query(`DROP DATABASE ${database} WITH (FORCE)`)
    },
  }
}

async function indexesOf(client: Client) {
  const { rows } = await client.query<{
    part: string
    name: string
    of: string | null
    valid: boolean
  }>(
    `SELECT t.relname AS part, c.relname AS name, p.relname AS of, i.indisvalid AS valid
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
     LEFT JOIN pg_inherits AS h ON h.inhrelid = c.oid LEFT JOIN pg_class AS p ON p.oid = h.inhparent
     WHERE c.relnamespace = 'audit'::regnamespace ORDER BY part, of, name`,
  )
  return rows
}
const shapeOf = (rows: Awaited<ReturnType<typeof indexesOf>>) =>
  rows.map(({ name: _name, ...shape }) => shape)

async function insert(writer: Client): Promise<void> {
  const body = { kind: 'request', id: randomUUID(), caller: 'c', scenario: { run: randomUUID() } }
  await writer.query(
    `INSERT INTO audit.record (chain, seq, at, hash, body) VALUES (gen_random_uuid(), 0, now(), '', $1)`,
    [JSON.stringify(body)],
  )
}

const building = 'CREATE INDEX CONCURRENTLY'

test('an index that the journal lacks is built while gateways write, and is that of tables.sql', async () => {
  await using journal = await openJournal('record_scenario')
  const [slow, quick] = [await journal.writer(), await journal.writer()]
  await insert(quick)
  await slow.query('BEGIN')
  await insert(slow)
  const made = ensureJournal(journal.ownerUrl)
  await journal.waiting(building)
  await insert(quick)
  expect((await indexesOf(journal.admin)).filter(({ valid }) => !valid)).toHaveLength(1)
  await slow.query('COMMIT')
  await made
  const now = await indexesOf(journal.admin)
  expect(shapeOf(now)).toEqual(shapeOf(journal.before))
  const own = now.filter(({ name }) => /^record_\d{4}_\d\d_scenario$/.test(name))
  expect(own).toMatchObject(
    Array.from({ length: 3 }, () => ({ of: 'record_scenario', valid: true })),
  )
})

test('what an interrupted call left is built anew, and a further call changes nothing', async () => {
  await using journal = await openJournal('record_scenario')
  const slow = await journal.writer()
  await slow.query('BEGIN')
  await insert(slow)
  const broken = expect(ensureJournal(journal.ownerUrl)).rejects.toThrow(/terminat/)
  await journal.waiting(building)
  await journal.admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND starts_with(query, $1)`,
    [building],
  )
  await broken
  await slow.query('COMMIT')
  expect((await indexesOf(journal.admin)).filter(({ valid }) => !valid)).toHaveLength(1)
  await ensureJournal(journal.ownerUrl)
  const now = await indexesOf(journal.admin)
  expect(shapeOf(now)).toEqual(shapeOf(journal.before))
  await ensureJournal(journal.ownerUrl)
  expect(await indexesOf(journal.admin)).toEqual(now)
})

test('a build that goes on without its caller is waited for, not undone', async () => {
  await using journal = await openJournal('record_scenario')
  const slow = await journal.writer()
  await slow.query('BEGIN')
  await insert(slow)
  await using first = await connected(journal.ownerUrl)
  await using second = await connected(journal.ownerUrl)
  const builds = [buildIndexes(first, tables)]
  await journal.waiting(building)
  builds.push(buildIndexes(second, tables))
  await expect
    .poll(async () => {
      const { rows } = await journal.admin.query<{ looks: number }>(
        `SELECT count(*)::int AS looks FROM pg_stat_activity
         WHERE datname = current_database() AND starts_with(query, 'SELECT pg_try_advisory_lock')`,
      )
      return rows[0]?.looks
    })
    .toBe(1)
  await slow.query('COMMIT')
  await Promise.all(builds)
  expect((await indexesOf(journal.admin)).filter(({ valid }) => !valid)).toEqual([])
  await ensureJournal(journal.ownerUrl)
  expect(shapeOf(await indexesOf(journal.admin))).toEqual(shapeOf(journal.before))
})

test('a lock that is not to be had at once is given up for those who wait behind, and tried again', async () => {
  await using journal = await openJournal('scenario_run_at')
  const [slow, quick] = [await journal.writer(), await journal.writer()]
  const add = `INSERT INTO audit.scenario_run VALUES (gen_random_uuid(), now(), '{}')`
  await slow.query(`BEGIN; ${add}`)
  const made = ensureJournal(journal.ownerUrl)
  await journal.waiting('BEGIN; SET LOCAL')
  await quick.query(add)
  await slow.query('COMMIT')
  await made
  expect(shapeOf(await indexesOf(journal.admin))).toEqual(shapeOf(journal.before))
})

test('a journal that lacks nothing waits for no writer', async () => {
  await using journal = await openJournal('')
  const slow = await journal.writer()
  await slow.query('BEGIN')
  await insert(slow)
  await ensureJournal(journal.ownerUrl)
  await slow.query('ROLLBACK')
  expect(await indexesOf(journal.admin)).toEqual(journal.before)
})
