import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { ensureIndicators } from '../../deploy/steering/ensure-indicators.ts'
import { importObservations } from '../../deploy/steering/import-observations.ts'
import { indicators } from '../../subgraphs/steering/indicators.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const name = `steering_import_${Math.random().toString(36).slice(2)}`
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let ownerUrl: string
let owner: Client

beforeAll(async () => {
  directory = await temporaryDirectory()
  await using admin = await connected(adminUrl())
  await admin.query(`CREATE DATABASE ${name} OWNER steering_owner`)
  ownerUrl = Object.assign(new URL(databaseUrl('steering', 'owner')), { pathname: name }).href
  owner = await connected(ownerUrl)
})
afterAll(async () => {
  await owner.end()
  await using admin = await connected(adminUrl())
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await directory[Symbol.asyncDispose]()
})

async function bringIn(text: string, source = 'tests') {
  const file = join(directory.path, 'figures.csv')
  await writeFile(file, text)
  const now = new Date('2026-11-20T00:00:00Z')
  return await importObservations({ file, ownerUrl, source, synthetic: false, now })
}

async function stored(indicator: string) {
  const { rows } = await owner.query(
    `SELECT period, area_code AS area, value, numerator, denominator, status, current, revision, query_id AS id, sources
     FROM observation WHERE indicator_code = $1 ORDER BY period, area_code, revision`,
    [indicator],
  )
  return rows
}

test('tables and definitions are made once, and a changed one is its next version', async () => {
  expect(await ensureIndicators(ownerUrl)).toEqual({ added: indicators.length, changed: 0 })
  expect(await ensureIndicators(ownerUrl)).toEqual({ added: 0, changed: 0 })
  await owner.query(`UPDATE indicator SET version = 2, name_en = 'x' WHERE code = 'land.parcels'`)
  expect(await ensureIndicators(ownerUrl)).toEqual({ added: 0, changed: 1 })
  const { rows } = await owner.query(
    `SELECT version, name_en FROM indicator WHERE code = 'land.parcels'`,
  )
  expect(rows).toEqual([{ version: 3, name_en: 'Parcels reviewed' }])
})

test('plain CSV is stored, confirmed when repeated, and revised where it differs', async () => {
  const header = 'indicator,period,area,value,status'
  const first = `${header}\neconomy.cpi,2026-09,VN,103.5,\n"economy.cpi",2026-10,,"103.8",FINAL\n`
  expect(await bringIn(first)).toEqual({ added: 2, revised: 0, unchanged: 0, kept: 0 })
  expect(await bringIn(first)).toEqual({ added: 0, revised: 0, unchanged: 2, kept: 0 })
  const later = `\uFEFF${header}\r\neconomy.cpi,2026-09,VN,103.6,\r\n`
  expect(await bringIn(later, 'the office of statistics')).toMatchObject({ added: 0, revised: 1 })
  const digest = createHash('sha256').update(later.slice(1)).digest('hex')
  expect(await stored('economy.cpi')).toMatchObject([
    { period: '2026-09', value: 103.5, status: 'PRELIMINARY', current: false, revision: 1 },
    {
      period: '2026-09',
      value: 103.6,
      status: 'REVISED',
      current: true,
      revision: 2,
      id: digest,
      sources: ['the office of statistics'],
    },
    { period: '2026-10', area: 'VN', value: 103.8, status: 'FINAL', current: true },
  ])
})

test('SDMX-CSV of both versions is read by its concepts', async () => {
  const one = `DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT
TEST:BUDGET(1.0),M,01,budget.revenue,2026-M10,1000,P,0
TEST:BUDGET(1.0),M,VN,budget.revenue,2026-10,20000.5,A,`
  expect(await bringIn(one)).toMatchObject({ added: 2 })
  const two = `STRUCTURE[;],STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,NUMERATOR,DENOMINATOR,OBS_STATUS
dataflow,TEST:INVEST(1.0),I,VN,investment.public-disbursement-share,2026-10,66.7,2,3,E`
  expect(await bringIn(two)).toMatchObject({ added: 1 })
  expect(await stored('budget.revenue')).toMatchObject([
    { period: '2026-10', area: '01', value: 1000, status: 'PRELIMINARY' },
    { period: '2026-10', area: 'VN', value: 20_000.5, status: 'FINAL' },
  ])
  expect(await stored('investment.public-disbursement-share')).toMatchObject([
    { value: (2 / 3) * 100, numerator: 2, denominator: 3, status: 'PRELIMINARY' },
  ])
})

test('one bad line refuses the whole file, and every bad line is named', async () => {
  const header = 'indicator,period,area,value,numerator,denominator,status'
  const bad: readonly (readonly [string, RegExp])[] = [
    ['economy.none,2026-10,VN,1,,,', /indicator: expected a known code/],
    ['land.parcels,2026-10,VN,1,,,', /counted by a report/],
    ['economy.cpi,2026-13,VN,1,,,', /period: expected one month/],
    ['economy.cpi,2026-12,VN,1,,,', /has not begun/],
    ['economy.cpi,2026-08,01,1,,,', /area: expected VN, got/],
    ['budget.revenue,2026-08,02,1,,,', /area: expected VN or the code of a province/],
    ['economy.cpi,2026-08,VN,1e3,,,', /value: expected a number/],
    ['economy.cpi,2026-08,VN,,,,', /value: expected a number, got nothing/],
    ['economy.cpi,2026-08,VN,1,1,2,', /the indicator is no ratio/],
    ['economy.cpi,2026-08,VN,1,,,GUESSED', /status: expected/],
    ['economy.cpi,2026-10,VN,1,,,PRELIMINARY', /the value is final/],
    ['investment.public-disbursement-share,2026-08,VN,50,,,', /expected both/],
    ['investment.public-disbursement-share,2026-08,VN,51,1,2,', /numerator over denominator/],
    ['investment.public-disbursement-share,2026-08,VN,50,1,0,', /denominator above 0/],
  ]
  const good = 'economy.cpi,2026-07,VN,103.1,,,'
  const text = [header, good, ...bad.map(([line]) => line), good].join('\n')
  const { rows: before } = await owner.query('SELECT count(*) FROM observation')
  const error: unknown = await bringIn(text).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'BAD_USER_INPUT' })
  const said = (error as Error).message.split('\n')
  expect(said[0]).toContain(`${bad.length + 1} bad lines, nothing was imported`)
  for (const [at, [, reason]] of bad.entries()) {
    expect(said[at + 1]).toContain(`line ${at + 3}: `)
    expect(said[at + 1]).toMatch(reason)
  }
  expect(said.at(-1)).toContain('was already given in line 2')
  const { rows: after } = await owner.query('SELECT count(*) FROM observation')
  expect(after).toEqual(before)
})

test.each([
  ['indicator,period,value\na,b,c', /line 1: expected a header/],
  ['indicator,period,area,value\n', /line 2: expected at least one observation/],
  ['indicator,period,area,value\neconomy.cpi,2026-08,VN,1,2', /line 2: expected CSV/],
  ['DATAFLOW,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\na,b,VN,2026,1,6', /UNIT_MULT/],
  ['DATAFLOW,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS\na,b,VN,2026,1,M', /OBS_STATUS/],
  ['STRUCTURE,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,ACTION\na,b,VN,2026,1,D', /ACTION/],
])('%j is refused', async (text, reason) => {
  await expect(bringIn(text)).rejects.toThrow(reason)
})
