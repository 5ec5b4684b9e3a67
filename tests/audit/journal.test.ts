import { setTimeout as after } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { databaseUrl } from '../support/database.ts'
import { severable } from '../support/severable.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openWorld } from '../federation/gateway-world.ts'
import { type JournalRecord, auditConfig, openAuditedWorld, recordsOf } from './audited-world.ts'
import { verifiedExport } from './verified-export.ts'

const query = '{ provinces { code name } people { pin } }'

test('the writer may insert, and nothing else', async () => {
  await using writer = await connected(databaseUrl('gateway', 'writer'))
  for (const table of ['record', 'person', 'retained'])
    for (const statement of [
      `UPDATE audit.${table} SET ${table === 'record' ? "hash = ''" : table === 'person' ? "ministry = ''" : "jws = ''"}`,
      `DELETE FROM audit.${table}`,
      `TRUNCATE audit.${table}`,
      `DROP TABLE audit.${table}`,
      `ALTER TABLE audit.${table} DISABLE TRIGGER ALL`,
      `SELECT * FROM audit.${table}`,
    ])
      await expect(writer.query(statement), statement).rejects.toThrow(
        /permission denied|must be owner/,
      )
  const { rows } = await writer.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'audit.record'::regclass`,
  )
  expect(rows.length).toBeGreaterThanOrEqual(3)
  for (const { name } of rows)
    for (const verb of ['DELETE FROM', 'TRUNCATE', 'DROP TABLE', 'SELECT FROM'])
      await expect(writer.query(`${verb} audit.${name}`)).rejects.toThrow(
        /permission denied|must be owner/,
      )
  await expect(writer.query('CREATE TABLE audit.other (x int)')).rejects.toThrow(
    'permission denied',
  )
  await expect(
    writer.query("INSERT INTO audit.retained VALUES (gen_random_uuid(), 'x')"),
  ).rejects.toThrow('permission denied')
})

test('a role that may change what is written is refused at the start, and so is a database without a journal', async () => {
  await using directory = await temporaryDirectory()
  const open = async (url: string) =>
    openWorld({ audit: await auditConfig(directory.path, { databaseUrl: url }) })
  await expect(open(databaseUrl('gateway', 'owner'))).rejects.toThrow('may change what is written')
  await expect(open(databaseUrl('land', 'owner'))).rejects.toThrow('lien-thong audit init')
  await expect(open(databaseUrl('gateway', 'reader'))).rejects.toThrow('may insert')
  const wrong = databaseUrl('gateway', 'writer').replace(/:[^:@]+@/, ':wrong-password@')
  const refused = await open(wrong).catch((error: unknown) => String(error))
  expect(refused).toContain('role gateway_writer')
  expect(refused).not.toContain('wrong-password')
})

test('a chain goes on over restarts: each start names the end of the one before', async () => {
  await using directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path)
  for (let start = 0; start < 3; start++) {
    await using world = await openWorld({ audit })
    expect((await world.ask(query)).status).toBe(200)
  }
  const records = await recordsOf(audit.gatewayName)
  const starts = records.filter(({ kind }) => kind === 'start')
  expect(starts).toHaveLength(3)
  const ends = starts.map(({ chain }) => records.findLast((record) => record.chain === chain))
  expect(ends.map((end) => end?.['reason'])).toEqual(['end', 'end', 'end'])
  expect(starts[0]?.['previous']).toBeNull()
  for (const at of [1, 2])
    expect(starts[at]?.['previous']).toMatchObject({
      chain: ends[at - 1]?.chain,
      seq: ends[at - 1]?.seq,
    })
  expect(await verifiedExport(audit, databaseUrl('gateway', 'reader'))).toMatchObject({
    problems: [],
    unsigned: 0,
    unanswered: 0,
    chains: 3,
  })
})

test('a name is one gateway: a second one is refused while the first records, and starts after it', async () => {
  await using directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path)
  const first = await openWorld({ audit })
  try {
    await expect(openWorld({ audit })).rejects.toThrow(
      `another gateway records as ${audit.gatewayName}`,
    )
    await using beside = await openWorld({
      audit: { ...audit, gatewayName: `${audit.gatewayName}-2` },
    })
    expect((await beside.ask(query)).status).toBe(200)
    expect((await first.ask(query)).status).toBe(200)
  } finally {
    await first[Symbol.asyncDispose]()
  }
  await using second = await openWorld({ audit })
  expect((await second.ask(query)).status).toBe(200)
  const starts = (await recordsOf(audit.gatewayName)).filter(({ kind }) => kind === 'start')
  expect(starts).toHaveLength(2)
})

test('a gateway that lost its connection goes on, unless another one has recorded under its name', async () => {
  await using way = await severable(databaseUrl('gateway', 'writer'))
  await using world = await openAuditedWorld({ databaseUrl: way.url, waitMs: 300 })
  const { gatewayName } = world.audit
  const answered = () =>
    vi.waitFor(async () => expect((await world.ask(query)).status).toBe(200), {
      timeout: 10_000,
      interval: 100,
    })
  way.sever('gone')
  expect((await world.ask(query)).status).toBe(503)
  way.mend()
  await answered()
  way.sever('gone')
  expect((await world.ask(query)).status).toBe(503)
  await using directory = await temporaryDirectory()
  const other = await openWorld({ audit: await auditConfig(directory.path, { gatewayName }) })
  way.mend()
  await after(300)
  expect((await world.ask(query)).status).toBe(503)
  expect((await other.ask(query)).status).toBe(200)
  await other[Symbol.asyncDispose]()
  // The name is free, but the newest chain is not this one's: nothing would name its end.
  await after(2500)
  expect((await world.ask(query)).status).toBe(503)
})

test('checkpoints come by number and by time', async () => {
  await using byNumber = await openAuditedWorld({ checkpointRecords: 5 })
  await Promise.all(Array.from({ length: 12 }, () => byNumber.ask(query)))
  const numbers = (await byNumber.records()).filter(({ kind }) => kind === 'checkpoint')
  expect(numbers.map(({ reason }) => reason)).toEqual([
    'start',
    'records',
    'records',
    'records',
    'records',
  ])
  await using byTime = await openAuditedWorld({ checkpointMs: 100 })
  await byTime.ask(query)
  await vi.waitFor(
    async () =>
      expect((await byTime.records()).at(-1)).toMatchObject({ kind: 'checkpoint', reason: 'time' }),
    10_000,
  )
  const count = (await byTime.records()).length
  await after(350)
  expect(await byTime.records()).toHaveLength(count)
})

test.each(['gone', 'stuck'] as const)(
  'while the database is %s no ministry is asked and nothing is answered; afterwards all goes on',
  async (how) => {
    await using way = await severable(databaseUrl('gateway', 'writer'))
    await using world = await openAuditedWorld({ databaseUrl: way.url, waitMs: 300 })
    expect((await world.ask(query)).status).toBe(200)
    const asked = () => Object.values(world.ministries).map(({ requests }) => requests.length)
    const before = asked()

    way.sever(how)
    const began = performance.now()
    const refused = await Promise.all(
      [query, query, '{ nothing }', '{ __typename __schema { queryType { name } } }'].map((text) =>
        world.ask(text),
      ),
    )
    expect(performance.now() - began).toBeLessThan(6000)
    for (const { status, data, errors, text, retryAfter } of refused) {
      expect(status).toBe(503)
      expect(retryAfter).toBe('1')
      expect(data).toBeUndefined()
      expect(errors).toMatchObject([
        { extensions: { code: 'AUDIT_UNAVAILABLE', retryAfterSeconds: 1 } },
      ])
      expect(text).not.toMatch(/gateway_writer|ECONN|audit\./)
    }
    expect(asked()).toEqual(before)
    if (how === 'gone') expect((await fetch(`${world.gateway.url}/ready`)).status).toBe(503)

    way.mend()
    await vi.waitFor(async () => expect((await world.ask(query)).status).toBe(200), {
      timeout: 15_000,
      interval: 100,
    })
    expect((await fetch(`${world.gateway.url}/ready`)).status).toBe(200)
    expect(await verifiedExport(world.audit, databaseUrl('gateway', 'reader'))).toMatchObject({
      problems: [],
    })
  },
)

test('the request is on disk when a ministry is asked, however slow the disk', async () => {
  await using way = await severable(databaseUrl('gateway', 'writer'))
  await using world = await openAuditedWorld({ databaseUrl: way.url })
  const ministry = world.ministries['population']
  if (ministry === undefined) throw new Error('expected population')
  let onDisk: Promise<readonly JournalRecord[]> | undefined
  ministry.misbehave = () => {
    onDisk ??= world.records()
    return false
  }
  way.slow(150)
  const began = performance.now()
  expect((await world.ask('query Slow { people { pin } }')).status).toBe(200)
  // Two records, one after the other.
  expect(performance.now() - began).toBeGreaterThan(290)
  const operations = (await onDisk)?.map(({ operation }) => operation)
  expect(operations).toContain('Slow')
})

test('an answer whose outcome cannot be recorded does not leave', async () => {
  await using way = await severable(databaseUrl('gateway', 'writer'))
  await using world = await openAuditedWorld({ databaseUrl: way.url, waitMs: 300 })
  const ministry = world.ministries['population']
  if (ministry === undefined) throw new Error('expected population')
  ministry.misbehave = () => {
    way.sever('gone')
    return false
  }
  const { status, text, retryAfter } = await world.ask('{ people { pin fullName } }')
  expect(status).toBe(503)
  expect(retryAfter).toBe('1')
  expect(JSON.parse(text)).toMatchObject({
    errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE', retryAfterSeconds: 1 } }],
    extensions: { requestId: expect.any(String) as string },
  })
  expect(text).not.toContain('9000')
})

test('more records than may wait are refused at once', async () => {
  await using way = await severable(databaseUrl('gateway', 'writer'))
  await using world = await openAuditedWorld({ databaseUrl: way.url, waitMs: 2000, maxWaiting: 3 })
  await world.ask(query)
  way.sever('stuck')
  const times = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const began = performance.now()
      expect((await world.ask(query)).status).toBe(503)
      return performance.now() - began
    }),
  )
  expect(times.filter((ms) => ms < 1900).length).toBeGreaterThanOrEqual(5)
  way.mend()
})
