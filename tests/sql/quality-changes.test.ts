import type { Client, ClientBase } from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { refreshQuality } from '../../deploy/refresh-quality.ts'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { openModel, openSource } from '../../subgraphs/kit/open-source.ts'
import { prepareQuality } from '../../subgraphs/kit/quality/quality-tables.ts'
import { prepareRollups } from '../../subgraphs/kit/rollup/refresh-rollup.ts'
import { judgedRows } from '../../subgraphs/kit/quality/judged-rows.ts'
import { qualityPlans } from '../../subgraphs/kit/quality/quality-plan.ts'
import {
  type Passed,
  refreshQuality as refreshTable,
} from '../../subgraphs/kit/quality/refresh-quality.ts'
import { openVehicles, type Vehicles } from '../support/vehicles.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const sample = ministry({
  name: 'education',
  port: 0,
  folder: new URL('quality-sample/', import.meta.url),
})
const hourMs = 3_600_000

const metrics = new Registry()
let database: Vehicles
let owner: Client
let served: ServedForTest

beforeAll(async () => {
  database = await openVehicles()
  owner = await connected(database.ownerUrl)
  served = await servedMinistry(sample, database.readerUrl, {
    telemetry: { metrics, tracing: undefined },
  })
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await owner.end()
  await database[Symbol.asyncDispose]()
})

async function pass(use: { fullEveryMs?: number; sampleAbove?: number; youngMs?: number } = {}) {
  const done: Passed[] = []
  await refreshQuality({
    ministry: sample,
    ownerUrl: database.ownerUrl,
    unlessYoungerMs: use.youngMs ?? 0,
    fullEveryMs: use.fullEveryMs ?? hourMs,
    sampleAbove: use.sampleAbove ?? 1_000_000,
    sampleRows: 2000,
    onPassed: (one) => done.push(one),
  })
  await served.lookAtRollups()
  const [one] = done
  if (one === undefined) throw new Error('expected a pass')
  return one
}

/** A pass, after each statement of which another session writes. */
async function passBeside(write: () => Promise<void>): Promise<Passed> {
  const model = openModel(sample.name, sample.schemaFile)
  const [plan] = qualityPlans(model)
  if (plan === undefined) throw new Error('expected a plan')
  const reading = openDatabase({ url: database.ownerUrl, poolSize: 1, applicationName: 'test' })
  try {
    const source = await openSource(model, reading)
    const beside = {
      query: async (text: string, values?: unknown[]) => {
        const found = await owner.query(text, values)
        await write()
        return found
      },
    } as unknown as ClientBase
    return await refreshTable(beside, plan, {
      source,
      codes: new Map(),
      reader: 'education_reader',
      unlessYoungerMs: 0,
      fullEveryMs: hourMs,
      sampleAbove: 1_000_000,
      sampleRows: 2000,
    })
  } finally {
    await reading.close()
  }
}

interface Figure {
  readonly rule: string
  readonly grain: string
  readonly place: string
  readonly failed: number
  readonly assessed: number
  readonly method: string
}

async function figures(): Promise<readonly Figure[]> {
  const { rows } = await owner.query<Figure>(
    `SELECT rule, grain, place, (denominator - numerator)::int AS failed, denominator::int AS assessed, method
     FROM lien_thong.quality_result WHERE grain <> 'COMMUNE' ORDER BY rule, grain, place`,
  )
  return rows
}

async function failed(rule: string): Promise<number | undefined> {
  return (await figures()).find((one) => one.rule === rule && one.grain === 'COUNTRY')?.failed
}

/** What a pass over all rows finds now, beside which that over changes must stand. */
async function rowLocal(): Promise<unknown> {
  return (await figures())
    .filter(({ rule }) => rule !== 'vehicle-chassis-unique')
    .map(({ method: _method, ...one }) => one)
}

describe('a pass over changes', () => {
  it('judges all rows first, then those that changed, and finds what a pass over all would', async () => {
    expect(await pass()).toMatchObject({ method: 'FULL', rows: 5000, judged: 5000 })
    expect(await failed('vehicle-seats-range')).toBe(50)
    expect(await pass()).toMatchObject({ method: 'INCREMENTAL', rows: 5000, judged: 0 })

    await owner.query(
      `UPDATE vehicle SET seats = 4, changed_at = now() WHERE seats = 0 AND province_code = '01'`,
    )
    await owner.query(
      `UPDATE vehicle SET province_code = '79', changed_at = now() WHERE plate IN ('01-0001', '01-0003')`,
    )
    await owner.query(
      `INSERT INTO vehicle VALUES ('bad', NULL, 99, '2026-01-01', '2026-06-01', '01', now())`,
    )
    await owner.query(`DELETE FROM vehicle WHERE plate IN ('01-0002', '79-0004')`)
    const changed = await pass()
    expect(changed).toMatchObject({ method: 'INCREMENTAL', rows: 4999 })
    expect(changed.judged).toBeLessThan(100)
    const found = await rowLocal()
    expect(await pass({ fullEveryMs: 0 })).toMatchObject({ method: 'FULL', rows: 4999 })
    expect(found).toEqual(await rowLocal())
    expect(await failed('vehicle-plate-form')).toBe(1)
  })

  it('leaves what only all rows tell as the last pass over all found it', async () => {
    await pass({ fullEveryMs: 0 })
    const before = await failed('vehicle-chassis-unique')
    await owner.query(
      `UPDATE vehicle SET chassis = 'C-same', changed_at = now() WHERE plate IN ('01-0005', '01-0006')`,
    )
    await pass()
    expect(await failed('vehicle-chassis-unique')).toBe(before)
    const unique = (await figures()).find(({ rule }) => rule === 'vehicle-chassis-unique')
    expect(unique?.method).toBe('FULL')
    await pass({ fullEveryMs: 0 })
    expect(await failed('vehicle-chassis-unique')).toBe((before ?? 0) + 2)
  })

  it('judges all rows where some came without a moment of change', async () => {
    await pass({ fullEveryMs: 0 })
    await owner.query(
      `INSERT INTO vehicle VALUES ('01-9999', NULL, 5, '2026-01-01', '2026-01-05', '01', '2020-01-01')`,
    )
    expect(await pass()).toMatchObject({ method: 'FULL' })
  })

  it('counts rows of one moment while others are written, and finds those at the next', async () => {
    await pass({ fullEveryMs: 0 })
    await using writer = await connected(database.ownerUrl)
    await writer.query('CREATE TEMPORARY TABLE kept AS SELECT * FROM vehicle')
    let written = 0
    const write = async () => {
      written++
      await writer.query(
        `INSERT INTO vehicle SELECT p || '-8' || lpad($1, 3, '0'), NULL, 0, '2026-01-01', '2026-01-05', p, now()
         FROM (VALUES ('01'), ('79')) AS province (p)`,
        [String(written)],
      )
      await writer.query('DELETE FROM vehicle WHERE plate = $1', [`79-${1001 + written}`])
    }
    expect(await passBeside(write)).toMatchObject({ method: 'INCREMENTAL' })
    expect(written).toBeGreaterThan(5)
    expect(await pass()).toMatchObject({ method: 'INCREMENTAL' })
    const found = await rowLocal()
    await pass({ fullEveryMs: 0 })
    expect(found).toEqual(await rowLocal())
    await writer.query('DELETE FROM vehicle; INSERT INTO vehicle SELECT * FROM kept')
  })

  it('finds what a transaction changed that began before the last pass and ended after it', async () => {
    await pass({ fullEveryMs: 0 })
    const before = await failed('vehicle-seats-range')
    await using late = await connected(database.ownerUrl)
    await late.query('BEGIN')
    await late.query(`UPDATE vehicle SET seats = 0, changed_at = now() WHERE plate = '01-0777'`)
    expect(await pass()).toMatchObject({ method: 'INCREMENTAL' })
    await late.query('COMMIT')
    expect(await failed('vehicle-seats-range')).toBe(before)
    expect(await pass()).toMatchObject({ method: 'INCREMENTAL' })
    expect(await failed('vehicle-seats-range')).toBe((before ?? 0) + 1)
  })

  it('is not made where the figures are young', async () => {
    await pass()
    expect((await pass({ youngMs: hourMs })).isDone).toBe(false)
  })
})

it('a mended row leaves the worklist at the next pass, and not before', async () => {
  const query =
    '{ list: vehicleQualityFailures(rule: "vehicle-seats-range", first: 1000) { totalCount nodes { plate } } }'
  const list = async () => {
    const { data, errors } = await served.ask({ query })
    expect(errors).toEqual([])
    return (data ?? {})['list'] as { totalCount: number; nodes: { plate: string }[] }
  }
  await pass()
  const before = await list()
  const [first] = before.nodes
  await owner.query('UPDATE vehicle SET seats = 5, changed_at = now() WHERE plate = $1', [
    first?.plate,
  ])
  expect((await list()).totalCount).toBe(before.totalCount)
  await pass()
  const after = await list()
  expect(after.totalCount).toBe(before.totalCount - 1)
  expect(after.nodes).not.toContainEqual(first)
})

it('tells the age of the newest pass, also of one by rules that were changed since', async () => {
  await pass({ fullEveryMs: 0 })
  await owner.query(
    `UPDATE lien_thong.quality_pass SET digest = 'of before', as_of = as_of - interval '3 days'`,
  )
  await served.lookAtRollups()
  const found = await metrics.getSingleMetric('lien_thong_quality_age_seconds')?.get()
  expect(found?.values).toEqual([
    { labels: { ministry: 'education', type: 'Vehicle' }, value: expect.any(Number) },
  ])
  expect(found?.values[0]?.value).toBeGreaterThan(3 * 86_400)
})

describe('a sample', () => {
  it('says that it is one, and holds the share of all rows in its interval', async () => {
    await pass({ fullEveryMs: 0 })
    const query =
      '{ educationQuality { score { share lower upper method denominator } tables { rules { code score { lower upper denominator method } } } } }'
    type Told = {
      share: number
      lower: number | null
      upper: number | null
      method: string
      denominator: number
    }
    const told = async () => {
      const { data } = await served.ask({ query })
      return ((data ?? {})['educationQuality'] as { score: Told }).score
    }
    const whole = await told()
    expect(whole).toMatchObject({ method: 'FULL', lower: null, upper: null })
    await owner.query('ANALYZE vehicle')
    const sampled = await pass({ fullEveryMs: 0, sampleAbove: 4999 })
    expect(sampled.method).toBe('SAMPLE')
    expect(sampled.rows).toBeGreaterThan(1700)
    expect(sampled.rows).toBeLessThan(2300)
    const drawn = await told()
    expect(drawn.method).toBe('SAMPLE')
    expect(drawn.denominator).toBeLessThan(whole.denominator / 2)
    // Wide enough that a sample whose true share lies outside is one in many millions.
    const slack = 2 * ((drawn.upper ?? 1) - (drawn.lower ?? 0))
    expect(drawn.lower).toBeLessThan(whole.share + slack)
    expect(drawn.upper).toBeGreaterThan(whole.share - slack)
    // A table of no more rows than that is judged whole; and after a sample no changes are counted on.
    expect((await pass({ sampleAbove: 5000 })).method).toBe('FULL')
  })
})

/** Verdicts of rules on rows, as a pass computes them. */
async function verdicts(rules: string, rows: readonly (readonly [size: number, label: string])[]) {
  const text = `type Packed @table(name: "packed", key: ["id"]) @requiresScopes(scopes: [["education:institution:read"]]) ${rules} {
    id: ID! size: Int! label: String! }
    type Query { unused: Boolean @resolved @requiresScopes(scopes: [["education:institution:read"]]) }`
  const read = readModel('education', text, 'packed.graphql')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const [plan] = qualityPlans(read.model)
  if (plan === undefined) throw new Error('expected a plan')
  const columns = new Map([
    ['packed.size', { type: 'int4', nullable: false }],
    ['packed.label', { type: 'text', nullable: false }],
  ])
  const { select } = judgedRows({
    source: { model: read.model, columns, binaryText: true },
    plan,
    codes: new Map(),
    scope: { kind: 'FULL' },
  })
  await owner.query('CREATE TEMPORARY TABLE packed (id int, size int, label text)')
  await owner.query(
    'INSERT INTO packed SELECT row_number() OVER (), * FROM unnest($1::int[], $2::text[])',
    [rows.map(([size]) => size), rows.map(([, label]) => label)],
  )
  try {
    const found = await owner.query<{ $assessed: string; $failed: string }>(
      `${select.text} ORDER BY id`,
      select.values,
    )
    return found.rows.map(({ $assessed, $failed }) => ({
      assessed: BigInt($assessed),
      failed: BigInt($failed),
    }))
  } finally {
    await owner.query('DROP TABLE packed')
  }
}

const about = 'criterion: ACCURACY vi: "a" en: "b"'

describe('verdicts on a row', () => {
  it.each([29, 30, 31, 60])('are each at its own place, with %i rules too', async (count) => {
    const bits = (holds: (at: number) => boolean) =>
      Array.from({ length: count }, (_, at) => at)
        .filter(holds)
        .reduce((sum, at) => sum | (1n << BigInt(at)), 0n)
    const rules = Array.from(
      { length: count },
      (_, at) =>
        `@quality(code: "r-${at}" ${about} kind: RANGE fields: ["size"] min: "${at}" ${at % 7 === 3 ? 'when: [{ field: "label", in: ["odd"] }]' : ''})`,
    ).join(' ')
    const sizes = [-1, 0, 28, 29, 30, 31, 59]
    expect(
      await verdicts(
        rules,
        sizes.flatMap((size) => [
          [size, 'odd'],
          [size, 'even'],
        ]),
      ),
    ).toEqual(
      sizes.flatMap((size) => [
        { assessed: bits(() => true), failed: bits((at) => size < at) },
        {
          assessed: bits((at) => at % 7 !== 3),
          failed: bits((at) => at % 7 !== 3 && size < at),
        },
      ]),
    )
  })

  it.each(['^[0-9]{3}$', '^([0-9]){3}$'])(
    'by %s are those of the whole text, whichever way it is looked for',
    async (pattern) => {
      const texts = ['123', '12', '1234', '12a', 'a12', '123\n', '\n12', '', '１２３', '1-3']
      const found = await verdicts(
        `@quality(code: "form" ${about} kind: FORMAT fields: ["label"] pattern: "${pattern}")`,
        texts.map((text) => [0, text] as const),
      )
      expect(found.map((one) => one.failed === 0n)).toEqual(texts.map((text) => text === '123'))
    },
  )
})

it('is prepared while rollups are: both grant the reader their schema', async () => {
  const reader = 'education_reader'
  const other = await connected(database.ownerUrl)
  try {
    for (let round = 0; round < 30; round++)
      await Promise.all([prepareQuality(owner, [], reader), prepareRollups(other, [], reader)])
  } finally {
    await other.end()
  }
})
