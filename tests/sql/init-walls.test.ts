import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { initSchema } from '../../deploy/catalogue/init-schema.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { foreignDatabase, type ForeignDatabase } from '../support/foreign/foreign-database.ts'
import { ownCluster } from '../support/own-cluster.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** What the owner hopes that whoever looks runs: it says so, wherever it is called. */
const bang = `LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the owner''s code ran as %', current_user; END $$`
const opened: AsyncDisposable[] = []
let database: ForeignDatabase
let administrator = ''

beforeAll(async () => {
  const cluster = await ownCluster(15)
  opened.push(cluster)
  database = await foreignDatabase(
    cluster,
    'walls',
    'CREATE SCHEMA evil',
    `CREATE FUNCTION evil.bang() RETURNS text ${bang}`,
    `CREATE FUNCTION evil.obj_description(oid, text) RETURNS text ${bang}`,
    `CREATE FUNCTION evil.col_description(oid, smallint) RETURNS text ${bang}`,
    `CREATE FUNCTION evil.pg_get_userbyid(oid) RETURNS name ${bang}`,
    `CREATE FUNCTION evil.cardinality(smallint[]) RETURNS int ${bang}`,
    `CREATE FUNCTION evil.same("char", text) RETURNS boolean ${bang}`,
    `CREATE OPERATOR evil.= (LEFTARG = "char", RIGHTARG = text, FUNCTION = evil.same)`,
    `CREATE VIEW evil.pg_class AS SELECT *, evil.bang() AS more FROM pg_catalog.pg_class`,
    `CREATE TABLE people (id int PRIMARY KEY, ten text DEFAULT evil.bang(), note text, turned text)`,
    `COMMENT ON COLUMN people.note IS E'safe \\u202E txt.exe \\u2066'`,
    `INSERT INTO people VALUES (1, 'Nguyễn Văn An', '', '')`,
    `CREATE VIEW waits AS SELECT pg_sleep(3600)::text AS ten, 1 AS id`,
    `CREATE VIEW runs AS SELECT evil.bang() AS ten, 2 AS id`,
    `ALTER DATABASE walls SET search_path = evil, public, pg_catalog`,
  )
  opened.push(database)
  administrator = cluster.url('dba', 'walls')
})
afterAll(async () => {
  for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
})

it('the trap is one: whoever does not look out runs the code of the owner', async () => {
  const other = database.url('walls_owner')
  const { Client } = await import('pg')
  const client = new Client({ connectionString: other })
  await client.connect()
  await expect(client.query(`SELECT obj_description(1::oid, 'pg_class'::text)`)).rejects.toThrow(
    /the owner's code ran as walls_owner/,
  )
  await expect(client.query('SELECT count(ten) FROM runs')).rejects.toThrow(/code ran/)
  await client.end()
})

it.each([
  ['an administrator', true],
  ['an administrator', false],
  ['the owner', true],
])(
  '%s, sampling %s, runs nothing of it, and is not kept waiting by a view',
  async (who, sample) => {
    await using directory = await temporaryDirectory()
    const done = await initSchema({
      database: who === 'the owner' ? database.url('walls_owner') : administrator,
      name: 'walls',
      folder: directory.path,
      schemas: ['public'],
      sample,
      addsRecordKeys: true,
    })
    expect(done).toMatchObject({ ok: true, tables: 3 })
    const sdl = await readFile(join(directory.path, 'schema.graphql'), 'utf8')
    expect(readModel('walls', sdl, 'schema.graphql').ok).toBe(true)
    for (const file of ['schema.graphql', 'review.md', 'prepare.sql'])
      expect(await readFile(join(directory.path, file), 'utf8')).not.toMatch(
        /[\u202A-\u202E\u2066-\u2069]/,
      )
    expect(sdl).toContain('safe \\u202e txt.exe')
  },
)

it('a table that somebody keeps for themselves is said so, soon', async () => {
  await using directory = await temporaryDirectory()
  await database.owner.query('BEGIN')
  await database.owner.query('LOCK TABLE public.people IN ACCESS EXCLUSIVE MODE')
  const began = performance.now()
  const failure = initSchema({
    database: database.url('walls_owner'),
    name: 'walls',
    folder: directory.path,
    schemas: ['public'],
    sample: true,
    addsRecordKeys: true,
  })
  await expect(failure).rejects.toThrow(/lock timeout/)
  expect(performance.now() - began).toBeLessThan(30_000)
  await database.owner.query('ROLLBACK')
})
