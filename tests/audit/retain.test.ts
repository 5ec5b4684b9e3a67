import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { type Chain, openChain } from '../../gateway/audit/chain.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { exportJournal } from '../../gateway/audit/export.ts'
import { openJournalStore } from '../../gateway/audit/journal-store.ts'
import { retain } from '../../gateway/audit/retain.ts'
import { verifyExport } from '../../gateway/audit/verify.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const day = 86_400_000
const now = new Date('2026-11-22T00:00:00Z')
const person = `k1.${'A'.repeat(22)}`

test('months are dropped whole, and what is left still verifies', async () => {
  await using directory = await temporaryDirectory()
  const cluster = await openCluster({ directory: directory.path, log: () => undefined })
  await using _stopped = { [Symbol.asyncDispose]: () => cluster.stop() }
  const ownerUrl = cluster.url({ database: 'gateway', role: 'owner' })
  await ensureJournal(ownerUrl)
  await ensureJournal(ownerUrl)
  await using owner = await connected(ownerUrl)
  // A year of months, as a gateway that ran that long would have made them.
  for (let month = 0; month < 14; month++)
    for (const table of ['record', 'person'])
      await owner.query(
        `DO $$ DECLARE first date := date '2025-10-01' + interval '${month} months'; BEGIN
           EXECUTE format('CREATE TABLE IF NOT EXISTS audit.%I PARTITION OF audit.${table} FOR VALUES FROM (%L) TO (%L)',
             '${table}_' || to_char(first, 'YYYY_MM'), first, first + interval '1 month');
         END $$`,
      )
  const key = await openSigningKey(join(directory.path, 'audit.jwk.json'))
  const store = await openJournalStore(cluster.url({ database: 'gateway', role: 'writer' }), 'g')
  const chains = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
  let clock = Date.parse('2025-10-05T00:00:00Z')
  const begin = (chain: string, previous: Parameters<typeof openChain>[0]['previous']): Chain =>
    openChain({
      chain,
      gateway: 'g',
      previous,
      after: 0,
      key,
      checkpointRecords: 4,
      now: () => clock,
    })
  const filled = async (chain: Chain, until: string): Promise<void> => {
    await store.write((await chain.start()).lines)
    for (; clock < Date.parse(until); clock += 5 * day)
      await store.write((await chain.seal([outcome(clock)])).lines)
    await store.write((await chain.checkpoint('end')).lines)
  }
  await filled(begin(chains[0] ?? '', null), '2026-02-10')
  await filled(begin(chains[1] ?? '', (await store.last())?.head ?? null), '2026-11-20')
  await store.close()

  const verified = async (from?: Date) => {
    async function* chunks() {
      const options = { databaseUrl: ownerUrl, ...(from ? { from } : {}) }
      for await (const line of exportJournal(options)) yield Buffer.from(`${line}\n`)
    }
    return await verifyExport({ chunks: chunks(), keys: key.jwks })
  }
  const before = await verified()
  expect(before).toMatchObject({ problems: [], chains: 2, unsigned: 0 })

  const common = { databaseUrl: ownerUrl, key, keys: key.jwks, now }
  await expect(retain({ ...common, months: 5 })).rejects.toThrow('at least 6 months')

  // What was said of emergencies: a run that was concluded, one that was not, and one of a month that stays.
  const said = { concluded: '2025-11-03', open: '2025-12-03', kept: '2026-01-03' }
  const run = (at: string) => `01900000-0000-7000-8000-0000${at.replaceAll('-', '')}`
  for (const at of Object.values(said))
    await owner.query(
      `INSERT INTO audit.scenario_run (run, at, body) VALUES ($1, $2, '{"caller":"x"}')`,
      [run(at), at],
    )
  for (const [at, finding] of [
    [said.concluded, 'JUSTIFIED'],
    [said.open, 'NEEDS_EXPLANATION'],
    [said.kept, 'JUSTIFIED'],
  ] as const)
    await owner.query(
      'SELECT * FROM audit.add_review($1::uuid, 0, ARRAY[$2], ARRAY[]::text[], $3, $2, $4, $2)',
      [run(at), 'inspector', finding, `finding of ${at}`],
    )
  const ids = async (what: string): Promise<readonly unknown[]> => {
    const { rows } = await owner.query<unknown[]>({ text: `SELECT ${what}`, rowMode: 'array' })
    return rows.flat()
  }

  // Until the middle of the first chain: nine months and the current one stay.
  const first = await retain({ ...common, months: 10 })
  expect(first.partitions).toEqual(
    ['2025_10', '2025_11', '2025_12'].flatMap((month) => [`person_${month}`, `record_${month}`]),
  )
  expect(first.chains).toBe(1)
  expect(first.unreviewed).toBe(1)
  for (const what of ['run FROM audit.scenario_run', 'subject FROM audit.review'])
    expect(await ids(what)).toEqual([run(said.kept)])
  const shortened = await verified()
  expect(shortened).toMatchObject({ problems: [], chains: 2 })
  expect(shortened.records).toBeLessThan(before.records)
  expect(await verified(new Date('2026-08-15'))).toMatchObject({ problems: [], chains: 1 })

  // What someone altered is not made good by dropping it.
  const swap = (from: number, to: number): string =>
    `UPDATE audit.record SET body = replace(body::text, '"rows":${from}', '"rows":${to}')::json
     WHERE at BETWEEN '2026-03-01' AND '2026-03-31' AND kind = 'outcome'`
  await owner.query(swap(0, 1))
  await expect(retain({ ...common, months: 6 })).rejects.toThrow('does not verify')
  await owner.query(swap(1, 0))

  // The first chain whole, and the beginning of the second, which names the first.
  const second = await retain({ ...common, months: 6 })
  expect(second.partitions.at(-1)).toBe('record_2026_04')
  expect(second.chains).toBe(2)
  const left = await verified()
  expect(left).toMatchObject({ problems: [], chains: 1 })
  const { rows } = await owner.query('SELECT min(at) AS at FROM audit.person')
  expect((rows[0] as { at: Date }).at.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-05-01'))
  expect(await retain({ ...common, months: 6 })).toEqual({
    partitions: [],
    chains: 0,
    unreviewed: 0,
  })

  // Dropped by hand, without a signature, it is missed.
  await owner.query('DROP TABLE audit.record_2026_05')
  expect((await verified()).problems[0]).toMatchObject({ kind: 'missing', chain: chains[1] })
})

function outcome(at: number) {
  return {
    kind: 'outcome',
    id: '00000000-0000-7000-8000-000000000000',
    askedAt: new Date(at).toISOString(),
    caller: 'x',
    status: 200,
    codes: [],
    ministries: {},
    rows: 0,
    durationMs: 1,
    persons: { land: [{ classes: ['BASIC PROPERTY'], persons: [person] }] },
  } as const
}
