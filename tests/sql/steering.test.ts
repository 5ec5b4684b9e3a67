import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { indicators } from '../../subgraphs/steering/indicators.ts'
import { methodDocument } from '../../subgraphs/steering/method-document.ts'
import { steering } from '../../subgraphs/steering/subgraph.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'
import { openSteeringDatabase, type SteeringDatabase } from '../support/steering-database.ts'

let database: SteeringDatabase
let owner: Client
let served: ServedForTest

beforeAll(async () => {
  database = await openSteeringDatabase()
  owner = await connected(database.url('owner'))
  served = await servedMinistry(steering, database.url('reader'))
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await owner.end()
  await database[Symbol.asyncDispose]()
})

async function ask(query: string) {
  const { data, errors } = await served.ask({ query })
  return { data: data ?? {}, codes: errors.map(({ code }) => code) }
}

interface Given {
  readonly indicator?: string
  readonly period?: string
  readonly area?: string
  readonly value: number | null
  readonly numerator?: number
  readonly denominator?: number
  readonly state?: string
}

async function observe(given: Given): Promise<string> {
  const { period = '2025-07', area = 'VN', value, state = 'KNOWN' } = given
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO observation (indicator_code, indicator_version, period, period_start, area_code, value, numerator,
       denominator, status, state, reason, as_of, confirmed_at, recorded_at, method, query_id, sources, synthetic)
     VALUES ($1, 1, $2, ($2 || '-01')::date, $3, $4, $5, $6, 'PRELIMINARY', $7,
       CASE WHEN $7 <> 'KNOWN' THEN 'withheld' END, now(), now(), clock_timestamp(), 'REPORT', 'test', '{land}', true)
     RETURNING id`,
    [
      given.indicator ?? 'land.authenticated-share',
      period,
      area,
      value,
      given.numerator ?? null,
      given.denominator ?? null,
      state,
    ],
  )
  return rows[0]?.id ?? ''
}

describe('the definitions', () => {
  test('are twenty and more over the four ministries, each by a saved document or an import', async () => {
    const { data } = await ask(`{
      indicators(first: 100, orderBy: [{ field: CODE }]) {
        totalCount
        nodes { code version method report reportDigest targets { areaCode target } versions { version definition } }
      }
      indicatorTotals(where: { method: { eq: REPORT } }) { count }
    }`)
    const found = data['indicators'] as {
      totalCount: number
      nodes: { code: string; method: string; report: string; reportDigest: string }[]
    }
    expect(found.nodes.map(({ code }) => code)).toEqual(indicators.map(({ code }) => code).sort())
    const asked = found.nodes.filter(({ method }) => method === 'REPORT')
    expect(asked.length).toBeGreaterThanOrEqual(20)
    expect(data['indicatorTotals']).toEqual({ count: asked.length })
    const owners = new Set(asked.map(({ code }) => code.split('.')[0]))
    expect(owners).toEqual(new Set(['population', 'land', 'health', 'education']))
    for (const { report, reportDigest } of asked)
      expect(methodDocument(report.replace('indicators-', '')).digest).toBe(reportDigest)
    expect(found.nodes[0]).toMatchObject({ version: 1, versions: [{ version: 1 }] })
  })

  test('change by the next version alone, and every version stays', async () => {
    await owner.query(`UPDATE indicator SET version = 2, decimals = 3 WHERE code = 'economy.cpi'`)
    const { rows } = await owner.query(
      `SELECT version, definition ->> 'decimals' AS decimals FROM indicator_version
       WHERE indicator_code = 'economy.cpi' ORDER BY version`,
    )
    expect(rows).toEqual([
      { version: 1, decimals: '2' },
      { version: 2, decimals: '3' },
    ])
    for (const sql of [
      `UPDATE indicator SET decimals = 1 WHERE code = 'economy.cpi'`,
      `UPDATE indicator SET version = 4 WHERE code = 'economy.cpi'`,
      `DELETE FROM indicator WHERE code = 'economy.cpi'`,
      `UPDATE indicator_version SET recorded_at = now()`,
      `UPDATE indicator_target SET target = 0`,
    ])
      await expect(owner.query(sql), sql).rejects.toMatchObject({ code: '23001' })
  })
})

describe('what was observed', () => {
  test('is never overwritten: a newer value supersedes, and the owner too is refused', async () => {
    const first = await observe({ value: 60, numerator: 6, denominator: 10 })
    const second = await observe({ value: 70, numerator: 7, denominator: 10 })
    const { data } = await ask(`{
      observations(where: { indicatorCode: { eq: "land.authenticated-share" }, period: { eq: "2025-07" } }
        orderBy: [{ field: ID }]) {
        nodes { id value current supersededAt revised { id value } province { code } areaCode synthetic }
      }
    }`)
    const { nodes } = data['observations'] as { nodes: Record<string, unknown>[] }
    expect(nodes).toMatchObject([
      { id: first, value: 60, current: false, revised: null, province: null },
      { id: second, value: 70, current: true, supersededAt: null, revised: { id: first } },
    ])
    for (const sql of [
      `UPDATE observation SET value = 1 WHERE id = '${second}'`,
      `UPDATE observation SET synthetic = false WHERE id = '${second}'`,
      `UPDATE observation SET superseded_at = NULL WHERE id = '${first}'`,
      `UPDATE observation SET confirmed_at = confirmed_at - interval '1 s' WHERE id = '${second}'`,
      `DELETE FROM observation WHERE id = '${first}'`,
      'TRUNCATE observation CASCADE',
    ])
      await expect(owner.query(sql), sql).rejects.toMatchObject({ code: '23001' })
    await owner.query(
      `UPDATE observation SET confirmed_at = confirmed_at + interval '1 s' WHERE id = '${second}'`,
    )
    await expect(observe({ value: null })).rejects.toMatchObject({ code: '23514' })
  })

  test('makes a series with target, standing and the same period of the year before', async () => {
    await observe({ value: 45, period: '2024-08' })
    await observe({ value: 60, period: '2025-08' })
    await observe({ value: null, period: '2025-09', state: 'SUPPRESSED' })
    const { data } = await ask(`{
      indicatorSeries(indicator: "land.authenticated-share", from: "2024-08-01", to: "2025-10-01") {
        period value state standing target lastYear change changePercent synthetic
      }
    }`)
    const said = { target: 80, synthetic: true }
    const alone = { lastYear: null, change: null, changePercent: null }
    expect(data['indicatorSeries']).toEqual([
      { period: '2024-08', value: 45, state: 'KNOWN', standing: 'ALERT', ...said, ...alone },
      { period: '2025-07', value: 70, state: 'KNOWN', standing: 'NEAR', ...said, ...alone },
      {
        period: '2025-08',
        value: 60,
        state: 'KNOWN',
        standing: 'WARNING',
        ...said,
        lastYear: 45,
        change: 15,
        changePercent: expect.closeTo(33.333, 3) as number,
      },
      { period: '2025-09', value: null, state: 'SUPPRESSED', standing: null, ...said, ...alone },
    ])
    const board = await ask(`{
      indicatorScoreboard { indicatorCode period value state standing target late synthetic trend { period value } }
    }`)
    const rows = board.data['indicatorScoreboard'] as { indicatorCode: string }[]
    expect(rows.map(({ indicatorCode }) => indicatorCode)).toEqual(
      indicators.map(({ code }) => code).sort(),
    )
    expect(rows.find((row) => row.indicatorCode === 'land.authenticated-share')).toEqual({
      indicatorCode: 'land.authenticated-share',
      period: '2025-09',
      value: null,
      state: 'SUPPRESSED',
      standing: null,
      target: 80,
      late: false,
      synthetic: true,
      trend: [
        { period: '2024-08', value: 45 },
        { period: '2025-07', value: 70 },
        { period: '2025-08', value: 60 },
        { period: '2025-09', value: null },
      ],
    })
    // Never observed there: no period, and late.
    expect(rows.find((row) => row.indicatorCode === 'health.patients')).toMatchObject({
      period: null,
      late: true,
      trend: [],
    })
    const wrong = await ask('{ indicatorSeries(indicator: "land.nothing") { period } }')
    expect(wrong.codes).toEqual(['BAD_USER_INPUT'])
  })
})

describe('a forecast', () => {
  const asked = (indicator: string, horizon: number, more = '') =>
    ask(`{
      indicatorForecast(indicator: "${indicator}"${more}, horizon: ${horizon}) {
        modelOutput model historyFrom historyUntil historyPoints synthetic origins mase naiveMase coverage95
        candidates { model mase } changePoints outliers { period value expected }
        steps { period periodStart value lower80 upper80 lower95 upper95 }
      }
    }`)

  test('of a demonstration series says that it is model output, and what it stands on', async () => {
    const { data, codes } = await asked('budget.revenue', 7)
    expect(codes).toEqual([])
    const made = data['indicatorForecast'] as {
      steps: { period: string; periodStart: string; value: number }[]
      candidates: { mase: number }[]
      mase: number
    }
    expect(made).toMatchObject({
      modelOutput: true,
      historyFrom: '2024-01',
      historyUntil: '2026-10',
      historyPoints: 34,
      synthetic: true,
      origins: 4,
    })
    expect(made.steps.map(({ period }) => period)).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
      '2027-02',
      '2027-03',
      '2027-04',
      '2027-05',
    ])
    expect(made.steps[2]?.periodStart).toBe('2027-01-01')
    expect(made.mase).toBe(Math.min(...made.candidates.map(({ mase }) => mase)))
  })

  test('is refused where history is one value too short, and where there is none', async () => {
    const refused = await served.ask({
      query: '{ indicatorForecast(indicator: "budget.revenue", horizon: 8) { model } }',
    })
    expect(refused.errors).toMatchObject([
      {
        code: 'HISTORY_TOO_SHORT',
        message: expect.stringMatching(/at least 35 .* there are 34/) as string,
      },
    ])
    expect((await asked('education.learners', 1)).codes).toEqual(['HISTORY_TOO_SHORT'])
    expect((await asked('budget.revenue', 1, ', area: "99"')).codes).toEqual(['HISTORY_TOO_SHORT'])
    expect((await asked('land.nothing', 1)).codes).toEqual(['BAD_USER_INPUT'])
    for (const horizon of [0, 25])
      expect((await asked('budget.revenue', horizon)).codes).toEqual(['BAD_USER_INPUT'])
    expect((await asked('budget.revenue', 24)).codes).toEqual(['HISTORY_TOO_SHORT'])
  })

  test('stands on the run of known values after the last gap', async () => {
    const unknown = { indicator: 'economy.core-inflation', value: null, state: 'SUPPRESSED' }
    await observe({ ...unknown, period: '2024-01' })
    const { data } = await asked('economy.core-inflation', 6)
    expect(data['indicatorForecast']).toMatchObject({ historyFrom: '2024-02', historyPoints: 33 })
    expect((await asked('economy.core-inflation', 7)).codes).toEqual(['HISTORY_TOO_SHORT'])
    await observe({ ...unknown, period: '2025-02' })
    const late = await served.ask({
      query: '{ indicatorForecast(indicator: "economy.core-inflation", horizon: 1) { model } }',
    })
    expect(late.errors).toMatchObject([
      { code: 'HISTORY_TOO_SHORT', message: expect.stringMatching(/there are 20/) as string },
    ])
  })
})

describe('over provinces', () => {
  const period = '2025-11'
  beforeAll(async () => {
    await observe({ period, area: '01', value: 90, numerator: 900, denominator: 1000 })
    await observe({ period, area: '04', value: 50, numerator: 5, denominator: 10 })
    await observe({ period, area: '08', value: 52, numerator: 5200, denominator: 10_000 })
    await observe({ period, area: '11', value: null, state: 'SUPPRESSED' })
  })

  test('ranks show their method and what the intervals leave open; the unknown has none', async () => {
    const { data } = await ask(`{
      indicatorRanking(indicator: "land.authenticated-share", period: "${period}") {
        method confidence synthetic
        places { areaCode province { code } rank bestRank worstRank value lower upper state }
      }
    }`)
    const ranking = data['indicatorRanking'] as { places: Record<string, unknown>[] }
    expect(ranking).toMatchObject({ method: 'HIGHEST_FIRST', confidence: 0.95, synthetic: true })
    const unknown = { rank: null, bestRank: null, worstRank: null, value: null, lower: null }
    expect(ranking.places).toMatchObject([
      { areaCode: '01', province: { code: '01' }, rank: 1, bestRank: 1, worstRank: 1 },
      { areaCode: '08', rank: 2, bestRank: 2, worstRank: 3 },
      { areaCode: '04', rank: 3, bestRank: 2, worstRank: 3 },
      { areaCode: '11', ...unknown, upper: null, state: 'SUPPRESSED' },
    ])
    const none = await ask(`{
      indicatorRanking(indicator: "health.patients", period: "${period}") { method places { rank } }
    }`)
    expect(none.data['indicatorRanking']).toEqual({ method: 'NONE', places: [] })
    const wrong = await ask(
      '{ indicatorRanking(indicator: "land.parcels", period: "2025-13") { method } }',
    )
    expect(wrong.codes).toEqual(['BAD_USER_INPUT'])
  })

  test('values become one by the rule of the indicator alone, and a rate is never averaged', async () => {
    const together = async (indicator: string, areas: readonly string[], at = period) => {
      const { data, codes } = await ask(`{
        indicatorAggregate(indicator: "${indicator}", period: "${at}", areas: ${JSON.stringify(areas)}) {
          rule areas value numerator denominator reason
        }
      }`)
      return codes.length > 0 ? codes : data['indicatorAggregate']
    }
    expect(await together('land.authenticated-share', ['01', '04'])).toEqual({
      rule: 'RATIO',
      areas: 2,
      value: expect.closeTo((905 / 1010) * 100, 9) as number,
      numerator: 905,
      denominator: 1010,
      reason: null,
    })
    const without = { value: null, numerator: null, denominator: null }
    const unknown = { rule: 'RATIO', areas: 2, ...without, reason: 'AREA_UNKNOWN' }
    expect(await together('land.authenticated-share', ['01', '11'])).toEqual(unknown)
    expect(await together('land.authenticated-share', ['01', '12'])).toEqual(unknown)
    expect(await together('health.patients', ['01'])).toMatchObject({
      ...without,
      reason: 'RULE_NONE',
    })
    await observe({ indicator: 'land.parcels', period, area: '01', value: 12 })
    await observe({ indicator: 'land.parcels', period, area: '04', value: 30 })
    expect(await together('land.parcels', ['01', '04'])).toMatchObject({ rule: 'SUM', value: 42 })
    const all = Array.from({ length: 35 }, (_, at) => String(at + 10))
    expect(await together('land.parcels', all.slice(0, 34))).toMatchObject({ areas: 34 })
    for (const wrong of [[], ['01', '01'], ['VN'], all])
      expect(await together('land.parcels', wrong)).toEqual(['BAD_USER_INPUT'])
  })

  test('demonstration series say that they are synthetic, and provinces add up', async () => {
    const { data } = await ask(`{
      indicatorSeries(indicator: "budget.revenue", from: "2026-09-01") { period value status synthetic }
      known: observations(where: { synthetic: { eq: false } }, first: 1) { totalCount }
      indicatorAggregate(indicator: "budget.revenue", period: "2026-09", areas: ["01", "79"]) { value synthetic }
    }`)
    expect(data['indicatorSeries']).toMatchObject([
      { period: '2026-09', status: 'PRELIMINARY', synthetic: true },
      { period: '2026-10', status: 'PRELIMINARY', synthetic: true },
    ])
    expect(data['known']).toEqual({ totalCount: 0 })
    expect(data['indicatorAggregate']).toMatchObject({ synthetic: true })
    const { rows } = await owner.query(
      `SELECT count(*)::int AS n FROM (
         SELECT period FROM observation WHERE indicator_code = 'budget.revenue' AND current GROUP BY period
         HAVING sum(value) FILTER (WHERE area_code = 'VN') <> sum(value) FILTER (WHERE area_code <> 'VN')) AS unlike`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  test('what was not confirmed within its objective is late', async () => {
    const { data } = await ask('{ indicatorFreshness { indicatorCode confirmedAt period late } }')
    const of = (code: string) =>
      (data['indicatorFreshness'] as { indicatorCode: string }[]).find(
        ({ indicatorCode }) => indicatorCode === code,
      )
    expect(of('land.authenticated-share')).toMatchObject({ period, late: false })
    expect(of('education.learners')).toMatchObject({ period: null, confirmedAt: null, late: true })
  })
})
