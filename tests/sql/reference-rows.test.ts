import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { referenceRows } from '../../subgraphs/reference/synthetic.ts'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'
import { loadReference } from '../support/load-reference.ts'

describe('the shared catalogues', () => {
  let ministries: EmptyMinistries
  let owner: Client

  beforeAll(async () => {
    ministries = await emptyMinistries(['reference'])
    owner = await ministries.owner('reference')
    await loadReference(owner)
  })
  afterAll(() => ministries[Symbol.asyncDispose]())

  it('hold 34 provinces with the sums of the mergers: 26 provinces and 8 cities', async () => {
    expect(
      await one(`SELECT count(*)::int AS units, count(*) FILTER (WHERE kind = 'CITY')::int AS cities,
        sum(dossier_population)::int AS population, sum(area_km2)::text AS area FROM province`),
    ).toEqual({ units: 34, cities: 8, population: 112_093_848, area: '331333.54' })
  })

  it('know 63 units on the eve of the mergers and 34 on each day since', async () => {
    for (const [date, units, cities] of [
      ['2008-07-31', 0, 0],
      ['2008-08-01', 63, 5],
      ['2024-12-31', 63, 5],
      ['2025-01-01', 63, 6],
      ['2025-06-30', 63, 6],
      ['2025-07-01', 34, 6],
      ['2026-04-29', 34, 6],
      ['2026-04-30', 34, 7],
      ['2026-09-01', 34, 8],
    ] as const) {
      expect(await validOn(date), date).toEqual({ units, cities })
    }
  })

  it.each([
    ['15', 'Yên Bái', 'Lào Cai'],
    ['24', 'Bắc Giang', 'Bắc Ninh'],
    ['44', 'Quảng Bình', 'Quảng Trị'],
    ['52', 'Bình Định', 'Gia Lai'],
    ['80', 'Long An', 'Tây Ninh'],
    ['82', 'Tiền Giang', 'Đồng Tháp'],
    ['91', 'Kiên Giang', 'An Giang'],
  ])('tell what the reused code %s named: %s, then %s', async (code, before, after) => {
    const { rows } = await owner.query<{ name_vi: string; successor_code: string }>(
      'SELECT name_vi, successor_code FROM province_version WHERE code = $1 ORDER BY valid_from',
      [code],
    )
    expect(rows).toEqual([
      { name_vi: before, successor_code: code },
      { name_vi: after, successor_code: code },
    ])
  })

  it('leave no gap and no overlap between the versions of a code', async () => {
    const { rows } = await owner.query(`
      SELECT a.code FROM province_version a JOIN province_version b
        ON b.code = a.code AND b.valid_from > a.valid_from
      WHERE a.valid_to IS NULL OR a.valid_to > b.valid_from`)
    expect(rows).toEqual([])
  })

  it('send every former unit and every prefix of a personal number to a present province', async () => {
    expect(
      await one(`SELECT count(DISTINCT v.code)::int AS former, count(DISTINCT v.successor_code)::int AS present
        FROM province_version v WHERE v.valid_from = '2008-08-01'`),
    ).toEqual({ former: 63, present: 34 })
    expect(
      await one(`SELECT count(*)::int AS prefixes FROM pin_prefix p JOIN province_version v
        ON v.code = p.former_code AND v.valid_from = '2008-08-01'
        AND v.name_vi = p.name_vi AND v.successor_code = p.province_code`),
    ).toEqual({ prefixes: 63 })
  })

  it('hold at least four communes of each province and all 13 special zones', async () => {
    expect(
      await one(`SELECT min(n)::int AS least, sum(zones)::int AS zones FROM (
        SELECT count(*) AS n, count(*) FILTER (WHERE kind = 'SPECIAL_ZONE') AS zones
        FROM commune GROUP BY province_code) AS each`),
    ).toEqual({ least: 4, zones: 13 })
  })

  it('write every text in Unicode NFC', () => {
    for (const { table, rows } of referenceRows())
      for (const cell of rows.flat())
        if (typeof cell === 'string') expect(cell.normalize('NFC'), table).toBe(cell)
  })

  it('give drugs numbers of twelve digits under a country prefix that no country has', async () => {
    expect(
      await one(`SELECT count(*)::int AS wrong FROM drug WHERE code !~ '^999[12]1[012][0-9]{6}$'`),
    ).toEqual({ wrong: 0 })
  })

  async function one(sql: string): Promise<unknown> {
    return (await owner.query<Record<string, unknown>>(sql)).rows[0]
  }

  async function validOn(date: string): Promise<unknown> {
    const { rows } = await owner.query<Record<string, unknown>>(
      `SELECT count(*)::int AS units, count(*) FILTER (WHERE kind = 'CITY')::int AS cities
       FROM province_version WHERE valid_from <= $1::date AND (valid_to IS NULL OR valid_to > $1::date)`,
      [date],
    )
    return rows[0]
  }
})
