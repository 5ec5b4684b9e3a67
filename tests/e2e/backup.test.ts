import { randomUUID } from 'node:crypto'
import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { verifyBackup } from '../../deploy/backup/read-backup.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { ensureRegistry } from '../../gateway/registry/ensure-registry.ts'
import { openAuditedWorld } from '../audit/audited-world.ts'
import { launch } from '../support/command-line.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Requests that are recorded before the backup; each is several records. */
const requests = 40

describe.sequential('a drill: journal, registry and reports are lost and come back', () => {
  const opened: (() => PromiseLike<void>)[] = []
  const database = `drill_${randomUUID().replaceAll('-', '')}`
  const within = (url: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  const owner = within(databaseUrl('gateway', 'owner'))
  let folder: string
  let keys: string
  let before: Readonly<Record<string, string>>

  const command = async (...args: readonly string[]) => {
    await using running = launch(args, {
      directory: folder,
      environment: { GATEWAY_OWNER_DATABASE_URL: owner },
    })
    return await running.ended
  }
  const makeDatabase = async (): Promise<void> => {
    await using admin = await connected(adminUrl())
    await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    await admin.query(`CREATE DATABASE ${database} OWNER gateway_owner`)
  }
  /** Every row of every table, as one text a table. */
  const contents = async (): Promise<Record<string, string>> => {
    await using client = await connected(owner)
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('audit', 'registry', 'reports') ORDER BY 1`,
    )
    const found: Record<string, string> = {}
    for (const { name } of rows) {
      const read = await client.query<{ text: string | null }>(
        `SELECT string_agg(t::text, E'\\n' ORDER BY t::text) AS text FROM ${name} AS t`,
      )
      found[name] = read.rows[0]?.text ?? ''
    }
    return found
  }

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    opened.push(() => directory[Symbol.asyncDispose]())
    folder = directory.path
    await makeDatabase()
    opened.push(async () => {
      await using admin = await connected(adminUrl())
      await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    })
    await ensureJournal(owner)
    await ensureRegistry(owner)
    await using client = await connected(owner)
    // A month that a new journal has no partition for, and rows of every kind of table.
    await client.query(`
      CREATE TABLE audit.record_2025_01 PARTITION OF audit.record
        FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2025-02-01 00:00:00+00');
      INSERT INTO registry.document VALUES ('aa', E'type A { b: Int }\\n\\t\\\\ "ạ"'), ('bb', '');
      INSERT INTO registry.version VALUES ('land', 1, 'aa', 'http://localhost:4003/graphql', 'test', NULL, 'first');
      INSERT INTO registry.release VALUES (1, now(), 'publish', 'land', 1, 'test', NULL);
      INSERT INTO registry.supergraph VALUES (1, '', 'bb', 'jws');
      INSERT INTO registry.verdict (kind, subgraph, document, base, actor, passed, problems, notes)
        VALUES ('publish', 'land', 'aa', 0, 'test', true, '[]', '[{"a": 1}]');
      INSERT INTO reports.version (report, version, author, owner, shared, archived, search, body)
        VALUES ('r', 1, 'test', 'test', ARRAY['analyst', 'a,"b'], false, 'r', '{ "b":  2, "a": 1 }')`)
    const world = await openAuditedWorld({
      databaseUrl: within(databaseUrl('gateway', 'writer')),
      checkpointRecords: 10,
    })
    keys = join(folder, 'audit-keys.json')
    await writeFile(keys, JSON.stringify(world.audit.key.jwks))
    for (let request = 0; request < requests; request++)
      await world.ask('{ provinces { code } people { pin } }')
    await world[Symbol.asyncDispose]()
    before = await contents()
  })
  afterAll(async () => {
    for (const close of opened.reverse()) await close()
  })

  test('a backup is whole, closed to others, and never put over another', async () => {
    const to = join(folder, 'backup')
    expect(await command('backup', 'create', to)).toMatchObject({ code: 0, err: '' })
    const names = await readdir(to)
    expect(names).toContain('manifest.json')
    expect(names).toContain('audit.record.gz')
    expect((await stat(to)).mode & 0o077).toBe(0)
    const said = await command('backup', 'verify', to)
    expect(said).toMatchObject({ code: 0, out: expect.stringMatching(/^whole, as of 20/m) })
    const again = await command('backup', 'create', to)
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('ENOTEMPTY') })
    expect((await readdir(folder)).filter((name) => name.startsWith('backup'))).toEqual(['backup'])
  })

  test('it is not put over rows, nor without the keys of the journal', async () => {
    const to = join(folder, 'backup')
    const refused = await command('backup', 'restore', to, '--keys', keys)
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('expected an empty table, got rows; nothing was restored'),
    })
    expect(await command('backup', 'restore', to)).toMatchObject({ code: 2 })
    expect(await contents()).toEqual(before)
  })

  test('after the loss of the database every row is back, the journal verifies, and goes on', async () => {
    await makeDatabase()
    const begun = performance.now()
    const said = await command('backup', 'restore', join(folder, 'backup'), '--keys', keys)
    const seconds = (performance.now() - begun) / 1000
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toMatch(/journal: \d+ records in 1 chains, verified/)
    expect(await contents()).toEqual(before)
    process.stdout.write(`restored and verified in ${seconds.toFixed(1)} s\n`)
    // Tables, grants and counters are those of a database that was never lost.
    const world = await openAuditedWorld({ databaseUrl: within(databaseUrl('gateway', 'writer')) })
    expect((await world.ask('{ provinces { code } }')).errors).toEqual([])
    await world[Symbol.asyncDispose]()
    await using client = await connected(owner)
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO registry.verdict (kind, subgraph, document, base, actor, passed, problems, notes)
       VALUES ('check', 'land', 'aa', 1, 'test', true, '[]', '[]') RETURNING id`,
    )
    expect(rows).toEqual([{ id: '2' }])
  })

  test('one that was altered on its way is refused, and nothing of it stays', async () => {
    await makeDatabase()
    const file = join(folder, 'backup', 'manifest.json')
    const manifest = await readFile(file, 'utf8')
    const altered = [
      manifest.replace(/("sha256": ")[0-9a-f]{8}/g, '$1deadbeef'),
      manifest.replace(/"rows": (\d)/, '"rows": 1$1'),
      manifest.replace('"table": "record"', '"table": "record; DROP TABLE audit.person"'),
      manifest.replace('"lien-thong backup 1"', '"lien-thong backup 2"'),
      manifest.slice(0, -5),
    ]
    for (const text of altered) {
      expect(text).not.toBe(manifest)
      await writeFile(file, text)
      const to = join(folder, 'backup')
      await expect(verifyBackup(to)).rejects.toThrow(/expected/)
    }
    await writeFile(file, altered[0] ?? '')
    const said = await command('backup', 'restore', join(folder, 'backup'), '--keys', keys)
    expect(said).toMatchObject({ code: 1, err: expect.stringMatching(/expected \d+ rows in/) })
    for (const text of Object.values(await contents())) expect(text).toBe('')
  })
})
