import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { openChain } from '../../gateway/audit/chain.ts'
import { openChainWatch, type ChainWatch } from '../../gateway/audit/chain-watch.ts'
import { signHead } from '../../gateway/audit/checkpoint.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import type { ChainHead } from '../../gateway/audit/event.ts'
import { openJournalStore } from '../../gateway/audit/journal-store.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { quietLog } from '../support/quiet-log.ts'

interface Place extends AsyncDisposable {
  readonly url: (role: 'owner' | 'writer' | 'reader') => string
  readonly key: SigningKey
  /** Writes a chain of a gateway: its start, and so many requests, the last under a signature where `signed`. */
  write(
    gateway: string,
    requests: number,
    options?: { previous?: ChainHead; signed?: boolean },
  ): Promise<ChainHead>
  readonly sql: (text: string, values?: unknown[]) => Promise<void>
  watch(change?: { roundMs?: number; databaseUrl?: string; keys?: SigningKey | 'none' }): ChainWatch
}

/** A journal in a database of its own. */
async function openPlace(): Promise<Place> {
  const database = `journal_${Math.random().toString(36).slice(2)}`
  await using admin = await connected(adminUrl())
  await admin.query(`CREATE DATABASE ${database} OWNER gateway_owner`)
  const url: Place['url'] = (role) =>
    Object.assign(new URL(databaseUrl('gateway', role)), { pathname: `/${database}` }).href
  await ensureJournal(url('owner'))
  const directory = await temporaryDirectory()
  const key = await openSigningKey(`${directory.path}/audit.jwk.json`)
  const watches: ChainWatch[] = []
  return {
    url,
    key,
    async write(gateway, requests, { previous, signed = true } = {}) {
      const store = await openJournalStore(url('writer'), gateway)
      const id = randomUUID()
      const chain = openChain({
        chain: id,
        gateway,
        previous: previous ?? null,
        after: 0,
        key,
        checkpointRecords: 1000,
        now: Date.now,
      })
      const { lines } = await chain.start()
      const events = Array.from({ length: requests }, () => ({
        kind: 'request' as const,
        id: randomUUID(),
        requestId: 'r',
        caller: 'c',
        roles: [],
        document: 'd',
        verdict: 'allowed' as const,
        coordinates: [],
        classes: [],
      }))
      const all = [...lines, ...(await chain.seal(events)).lines]
      if (signed) all.push(...(await chain.checkpoint('end')).lines)
      await store.write(all)
      await store.close()
      return { chain: id, seq: all.length - 1, hash: all.at(-1)?.slice(0, 64) ?? '' }
    },
    async sql(text, values = []) {
      await using owner = await connected(url('owner'))
      await owner.query(text, values)
    },
    watch({ roundMs = 3_600_000, databaseUrl: elsewhere, keys = key } = {}) {
      const watch = openChainWatch({
        databaseUrl: elsewhere ?? url('reader'),
        keys: async () => (keys === 'none' ? undefined : keys.jwks),
        everyMs: 20,
        roundMs,
        log: quietLog(),
      })
      watches.push(watch)
      return watch
    },
    async [Symbol.asyncDispose]() {
      for (const watch of watches) await watch.close()
      await directory[Symbol.asyncDispose]()
      await using end = await connected(adminUrl())
      await end.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    },
  }
}

const until = (watch: ChainWatch, state: string) =>
  expect.poll(() => watch.report().state, { timeout: 20_000, interval: 10 }).toBe(state)
const settled = (watch: ChainWatch) =>
  expect.poll(() => watch.report().lookedAt !== null, { timeout: 20_000, interval: 10 }).toBe(true)

describe('the check that goes on', () => {
  test('reads every chain newest first, then what is new, and says up to where', async () => {
    await using place = await openPlace()
    const first = await place.write('a', 1100)
    const second = await place.write('a', 3, { previous: first, signed: false })
    const watch = place.watch()
    await until(watch, 'VERIFIED')
    const { chains, ...report } = watch.report()
    expect(report).toMatchObject({
      reason: null,
      problemCount: 0,
      problems: [],
      // Start, checkpoint after it, requests; of the first also a checkpoint after 1,000 records and one at its end.
      records: 2 + 1100 + 2 + 2 + 3,
    })
    expect(chains).toEqual([
      {
        chain: second.chain,
        gateway: 'a',
        verifiedSeq: second.seq,
        signedSeq: 0,
        verifiedAt: expect.any(Date),
        complete: false,
      },
      {
        chain: first.chain,
        gateway: 'a',
        verifiedSeq: first.seq,
        signedSeq: first.seq - 1,
        verifiedAt: expect.any(Date),
        complete: true,
      },
    ])
    const third = await place.write('a', 1, { previous: second })
    await expect.poll(() => watch.report().chains[0]?.chain).toBe(third.chain)
    await expect.poll(() => watch.report().chains[1]?.complete).toBe(true)
    expect(watch.report()).toMatchObject({ state: 'VERIFIED', problemCount: 0 })
  })

  const faults: readonly (readonly [
    string,
    string,
    (place: Place, first: ChainHead, second: ChainHead) => Promise<void>,
  ])[] = [
    [
      'a record that was altered',
      'altered',
      async ({ sql }, { chain }) =>
        sql(
          `UPDATE audit.record SET body = replace(body::text, '"allowed"', '"refused"')::json
           WHERE chain = $1 AND seq = 4`,
          [chain],
        ),
    ],
    [
      'a record that is gone',
      'missing',
      ({ sql }, { chain }) => sql('DELETE FROM audit.record WHERE chain = $1 AND seq = 4', [chain]),
    ],
    [
      'a beginning that is gone',
      'missing',
      ({ sql }, { chain }) => sql('DELETE FROM audit.record WHERE chain = $1 AND seq < 2', [chain]),
    ],
    [
      'an end that was cut off',
      'missing',
      ({ sql }, { chain, seq }) =>
        sql('DELETE FROM audit.record WHERE chain = $1 AND seq >= $2', [chain, seq - 1]),
    ],
    [
      'a chain that is gone',
      'missing',
      ({ sql }, { chain }) => sql('DELETE FROM audit.record WHERE chain = $1', [chain]),
    ],
    [
      'a record that was moved',
      'altered',
      async ({ sql }, { chain }) => {
        await sql('UPDATE audit.record SET seq = -1 WHERE chain = $1 AND seq = 3', [chain])
        await sql('UPDATE audit.record SET seq = 3 WHERE chain = $1 AND seq = 4', [chain])
        await sql('UPDATE audit.record SET seq = 4 WHERE chain = $1 AND seq = -1', [chain])
      },
    ],
    [
      'a hash that was changed',
      'altered',
      ({ sql }, { chain }) =>
        sql(
          `UPDATE audit.record SET hash = decode(repeat('00', 32), 'hex') WHERE chain = $1 AND seq = 3`,
          [chain],
        ),
    ],
  ]

  test.each(faults)('finds %s', async (_name, kind, spoil) => {
    await using place = await openPlace()
    const first = await place.write('a', 5)
    const second = await place.write('a', 2, { previous: first })
    await spoil(place, first, second)
    const watch = place.watch()
    await until(watch, 'BROKEN')
    await settled(watch)
    expect(watch.report()).toMatchObject({
      problemCount: 1,
      problems: [{ chain: first.chain, kind }],
    })
  })

  test('finds what is spoilt behind it in the next round, and forgets it when it was mended', async () => {
    await using place = await openPlace()
    const { chain } = await place.write('a', 5)
    const watch = place.watch({ roundMs: 50 })
    await until(watch, 'VERIFIED')
    const swap = (from: string, to: string) =>
      place.sql(
        `UPDATE audit.record SET body = replace(body::text, $2, $3)::json WHERE chain = $1 AND seq = 3`,
        [chain, from, to],
      )
    await swap('"allowed"', '"refused"')
    await until(watch, 'BROKEN')
    expect(watch.report().problems[0]).toMatchObject({ chain, seq: 3, kind: 'altered' })
    await swap('"refused"', '"allowed"')
    await until(watch, 'VERIFIED')
  })

  test('takes no signature of a foreign key', async () => {
    await using place = await openPlace()
    await using other = await temporaryDirectory()
    await place.write('a', 2)
    const watch = place.watch({ keys: await openSigningKey(`${other.path}/other.jwk.json`) })
    await until(watch, 'BROKEN')
    expect(watch.report().problems[0]?.kind).toBe('checkpoint invalid')
  })

  test('lets a chain begin where policy dropped what was before, by a signature alone', async () => {
    await using place = await openPlace()
    const { chain } = await place.write('a', 5)
    await using owner = await connected(place.url('owner'))
    const { rows } = await owner.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM audit.record WHERE chain = $1 AND seq = 3`,
      [chain],
    )
    const jws = await signHead(place.key, 'audit-retained', {
      chain,
      seq: 3,
      hash: rows[0]?.hash ?? '',
    })
    await owner.query('DELETE FROM audit.record WHERE chain = $1 AND seq <= 3', [chain])
    await owner.query('INSERT INTO audit.retained (chain, jws) VALUES ($1, $2)', [chain, jws])
    const watch = place.watch()
    await until(watch, 'VERIFIED')
    expect(watch.report().chains).toMatchObject([{ chain, gateway: null, verifiedSeq: 7 }])
  })

  test('is off without a key or a database, says why, and goes on when it can', async () => {
    await using place = await openPlace()
    await place.write('a', 1)
    const without = place.watch({ keys: 'none' })
    await expect.poll(() => without.report().reason).toContain('no public key')
    expect(without.report().state).toBe('OFF')
    const away = place.watch({ databaseUrl: 'postgresql://x:y@127.0.0.1:1/none' })
    await expect.poll(() => away.report().reason).toContain('ECONNREFUSED')
    expect(away.report()).toMatchObject({ state: 'OFF', lookedAt: null })
  })
})
