import { Writable } from 'node:stream'
import { Client } from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refreshRollups } from '../../deploy/refresh-rollups.ts'
import { scheduleRollups } from '../../deploy/rollup-schedule.ts'
import {
  maxAgeMs,
  rollupMinistry,
  rollupSample,
  type RollupMinistry,
} from '../support/rollup-ministry.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'
import { quietLog } from '../support/quiet-log.ts'

const query = '{ visitTotals { count } }'

let sample: RollupMinistry

beforeAll(async () => {
  sample = await rollupMinistry()
})
beforeEach(() => sample.reset())
afterAll(() => sample[Symbol.asyncDispose]())

async function counted(served: ServedForTest = sample.fromRollups) {
  const { data, reported } = await served.ask({ query })
  const totals = data?.['visitTotals'] as { count: number } | undefined
  return { count: totals?.count, rollups: reported.rollups, asOf: reported.asOf }
}

test('a rollup is asked once it is filled, stands for its moment, and is filled anew', async () => {
  expect(await counted()).toMatchObject({ count: 2000, rollups: undefined })
  await sample.owner.query('SELECT pg_sleep(0.05)')

  const before = new Date().toISOString()
  const filled = await sample.refresh()
  expect(filled).toHaveLength(6)
  const asOf = filled.find(({ rollup }) => rollup === 'visit.byQuarter')?.asOf ?? ''
  expect(asOf > before).toBe(true)
  const rollups = [{ name: 'visit.byQuarter', asOf }]
  expect(await counted()).toEqual({ count: 2000, rollups, asOf })

  await sample.owner.query('SELECT visits(2001, 2100)')
  expect(await counted()).toEqual({ count: 2000, rollups, asOf })

  // Not looked at again: the statement itself tells the moment of its rows.
  const [again] = await refreshed('byQuarter')
  expect(again?.rollup).toBe('visit.byQuarter')
  const next = await counted()
  expect(next).toEqual({
    count: 2100,
    rollups: [{ name: 'visit.byQuarter', asOf: again?.asOf }],
    asOf: again?.asOf,
  })
})

async function refreshed(name: string, unlessYoungerMs = 0) {
  const done: { rollup: string; asOf: string; isDone: boolean }[] = []
  await refreshRollups({
    ministry: rollupSample,
    ownerUrl: sample.urls.owner,
    name,
    unlessYoungerMs,
    onRefreshed: (one) => done.push(one),
  })
  return done
}

test('a failed refresh keeps the old rows, and fills the others', async () => {
  await sample.refresh()
  const { rows } = await sample.owner.query<{ table_name: string }>(
    `SELECT table_name FROM lien_thong.rollup WHERE name = 'visit.byQuarter'`,
  )
  await sample.owner.query(`SELECT visits(2001, 2100)`)
  await sample.owner.query(
    `ALTER TABLE lien_thong."${rows[0]?.table_name ?? ''}" ADD CHECK ("$rows" < 0) NOT VALID`,
  )
  await expect(sample.refresh()).rejects.toThrow(/^visit\.byQuarter: .*check constraint/)
  await sample.fromRollups.lookAtRollups()
  expect(await counted()).toMatchObject({
    count: 2000,
    rollups: [{ name: 'visit.byQuarter' }],
  })
  const other = await sample.fromRollups.ask({ query: '{ visitTotals { big { max } } }' })
  expect(other.reported.rollups?.[0]?.asOf).not.toBe(undefined)
})

test('readers see the old rows or the new ones while a rollup is filled', async () => {
  await sample.refresh()
  const seen = new Set<number | undefined>()
  const stop = new AbortController()
  const reading = (async () => {
    while (!stop.signal.aborted) seen.add((await counted()).count)
  })()
  try {
    for (let from = 2001; from <= 2401; from += 100) {
      await sample.owner.query(`SELECT visits(${from}, ${from + 99})`)
      await Promise.all([refreshed('byQuarter'), refreshed('byQuarter')])
    }
  } finally {
    stop.abort()
    await reading
  }
  expect([...seen].every((count) => Number(count) % 100 === 0)).toBe(true)
  expect((await counted()).count).toBe(2500)
})

test('an open snapshot keeps its rows through a refresh, which does not wait for it', async () => {
  await sample.refresh()
  const reader = new Client({ connectionString: sample.urls.reader })
  await reader.connect()
  try {
    const { rows: known } = await sample.owner.query<{ table_name: string }>(
      `SELECT table_name FROM lien_thong.rollup WHERE name = 'visit.byQuarter'`,
    )
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await reader.query(`SELECT set_config('lien_thong.whole', 'on', true)`)
    const sum = async () => {
      const { rows } = await reader.query<{ sum: string }>(
        `SELECT sum("$rows") FROM lien_thong."${known[0]?.table_name ?? ''}"`,
      )
      return Number(rows[0]?.sum)
    }
    expect(await sum()).toBe(2000)
    await sample.owner.query('SELECT visits(2001, 2100)')
    await refreshed('byQuarter')
    expect(await sum()).toBe(2000)
    await reader.query('COMMIT')
  } finally {
    await reader.end()
  }
})

test('what is absent, of another definition or too old is not asked, and the log says so', async () => {
  const lines: string[] = []
  const log = pino(
    { level: 'info' },
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk))
        done()
      },
    }),
  )
  await using watching = await servedMinistry(rollupSample, sample.urls.reader, {
    log,
    rollups: { maxAgeMs, checkMs: 100 },
  })
  const said = (text: string) => expect.poll(() => lines.join('')).toContain(text)
  await said('visit.byQuarter: never filled')
  await sample.refresh()
  await expect.poll(async () => (await counted(watching)).rollups).toHaveLength(1)

  // As a release with another schema would leave it.
  await sample.owner.query(
    `UPDATE lien_thong.rollup SET table_name = 'visit_by_quarter_other' WHERE name = 'visit.byQuarter'`,
  )
  await said('visit.byQuarter: filled by another definition')
  expect((await counted(watching)).rollups).toEqual([
    expect.not.objectContaining({ name: 'visit.byQuarter' }),
  ])

  await sample.owner.query(`UPDATE lien_thong.rollup SET as_of = now() - interval '61 minutes'`)
  await said('visit.byDay: too old')
  expect(await counted(watching)).toMatchObject({ count: 2000, rollups: undefined })
})

test('tables of definitions that are gone are dropped after a week', async () => {
  await sample.refresh()
  await sample.owner.query(
    `CREATE TABLE lien_thong.old_one (); CREATE TABLE lien_thong.young_one ();
     INSERT INTO lien_thong.rollup VALUES
       ('old_one', 'visit.gone', now() - interval '8 days', 0), ('young_one', 'visit.gone', now() - interval '6 days', 0)`,
  )
  await sample.refresh('byDay')
  const { rows } = await sample.owner.query<{ old: string | null; young: string | null }>(
    `SELECT to_regclass('lien_thong.old_one') AS old, to_regclass('lien_thong.young_one') AS young`,
  )
  expect(rows).toEqual([{ old: null, young: 'lien_thong.young_one' }])
})

test('the schedule fills what is missing or old, and nothing else', async () => {
  const log = quietLog()
  const once = async () => {
    let filled: () => void = () => undefined
    const done = new Promise<void>((resolve) => (filled = resolve))
    const schedule = scheduleRollups({
      ministry: rollupSample,
      ownerUrl: sample.urls.owner,
      everyMs: 3_600_000,
      log,
      onFilled: async () => {
        await sample.fromRollups.lookAtRollups()
        filled()
      },
    })
    return { done, schedule }
  }
  const first = await once()
  await first.done
  await first.schedule.close()
  const { rollups } = await counted()
  expect(rollups).toHaveLength(1)
  const [young] = await refreshed('byQuarter', 3_600_000)
  expect(young).toMatchObject({ isDone: false, asOf: rollups?.[0]?.asOf })
  await sample.owner.query(`UPDATE lien_thong.rollup SET as_of = now() - interval '61 minutes'`)
  const second = await once()
  await second.done
  await second.schedule.close()
  expect((await counted()).rollups?.[0]?.asOf).not.toBe(rollups?.[0]?.asOf)
})
