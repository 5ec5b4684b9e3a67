import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { ministries } from '../../deploy/ministries.ts'
import { qualitySampleRows, refreshQuality } from '../../deploy/refresh-quality.ts'
import type { Passed } from '../../subgraphs/kit/quality/refresh-quality.ts'
import { databaseUrl } from '../support/database.ts'
import { type LandDatabase, openLandDatabase } from '../support/land-database.ts'

let database: LandDatabase
let owner: Client
beforeAll(async () => {
  database = await openLandDatabase()
  owner = await connected(database.url('owner'))
})
afterAll(async () => {
  await owner.end()
  await database[Symbol.asyncDispose]()
})

/** What a pass over the product's land database did with parcels. */
async function parcels({ fullEveryMs = 3_600_000 } = {}): Promise<Passed | undefined> {
  const done: Passed[] = []
  for (const ministry of ministries.filter(({ name }) => name === 'land'))
    await refreshQuality({
      ministry,
      ownerUrl: database.url('owner'),
      referenceUrl: databaseUrl('reference', 'reader'),
      unlessYoungerMs: 0,
      fullEveryMs,
      sampleAbove: qualitySampleRows,
      sampleRows: qualitySampleRows,
      onPassed: (one) => done.push(one),
    })
  return done.find(({ type }) => type === 'Parcel')
}

async function figures() {
  const { rows } = await owner.query<{ rule: string }>(
    `SELECT rule, grain, place, numerator, denominator FROM lien_thong.quality_result WHERE type_name = 'Parcel'
     ORDER BY rule, grain, place`,
  )
  return rows
}

const authenticated = (rows: Awaited<ReturnType<typeof figures>>) =>
  rows.filter(({ rule }) => rule === 'parcel-authenticated')

test('in the product, what is written is dated by the table itself, and the next pass judges it alone', async () => {
  const first = await parcels()
  expect(first).toMatchObject({ method: 'FULL' })
  const before = authenticated(await figures())
  const { rows: some } = await owner.query<{ geohash: string }>(
    `UPDATE parcel SET authenticated = false, changed_at = '2020-01-01' WHERE geohash IN
       (SELECT geohash FROM parcel WHERE authenticated LIMIT 7) RETURNING geohash`,
  )
  await owner.query(
    `INSERT INTO parcel SELECT 'zzzzzzzzzzz' || n, map_sheet, 'new ' || n, province_code, commune_code, area_m2, NULL, false,
       valid_from, record_key, '2020-01-01' FROM parcel, generate_series(1, 3) AS n WHERE geohash = $1`,
    [some[0]?.geohash],
  )
  const second = await parcels()
  expect(second).toMatchObject({ method: 'INCREMENTAL', rows: (first?.rows ?? 0) + 3, judged: 10 })
  const after = authenticated(await figures())
  expect(after).not.toEqual(before)

  // What was counted on is what counting anew finds.
  expect(await parcels({ fullEveryMs: 0 })).toMatchObject({ method: 'FULL' })
  expect(authenticated(await figures())).toEqual(after)
})

test.each([
  ['population', 'person', 'marital_status'],
  ['health', 'prescription', 'status'],
  ['education', 'enrolment', 'status'],
])('%s dates what is written to %s', async (ministry, table, column) => {
  await using own = await connected(databaseUrl(ministry, 'owner'))
  await own.query('BEGIN')
  const { rows } = await own.query<{ now: boolean }>(
    `UPDATE ${table} SET ${column} = ${column} WHERE ctid = (SELECT ctid FROM ${table} LIMIT 1)
     RETURNING changed_at = now() AS now`,
  )
  await own.query('ROLLBACK')
  expect(rows).toEqual([{ now: true }])
})
