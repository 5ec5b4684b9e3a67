import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { ensureData } from '../../deploy/data/ensure-data.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import { chosenDue } from '../../deploy/steering/chosen-due.ts'
import { duePeriods } from '../../deploy/steering/due-periods.ts'
import { ensureIndicators } from '../../deploy/steering/ensure-indicators.ts'
import { evaluateIndicators } from '../../deploy/steering/evaluate-indicators.ts'
import { scheduleEvaluation } from '../../deploy/steering/evaluation-schedule.ts'
import { asIndicators, evaluationCaller } from '../../deploy/steering/indicator-caller.ts'
import { keptHistory } from '../../deploy/steering/kept-history.ts'
import type { AskMethod } from '../../deploy/steering/method-answer.ts'
import { countedIndicators } from '../../deploy/steering/method-reading.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { quietLog } from '../support/quiet-log.ts'
import { recordSecret } from '../support/record-secret.ts'
import { openSteeringDatabase, type SteeringDatabase } from '../support/steering-database.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const now = new Date('2026-11-20T05:00:00Z')

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let database: SteeringDatabase
let owner: Client
let system: System
beforeAll(async () => {
  directory = await temporaryDirectory()
  database = await openSteeringDatabase()
  owner = await connected(database.url('owner'))
  system = await openSystem(
    { audit: await auditConfig(directory.path) },
    {
      databases: (name, role) =>
        name === 'steering' ? database.url('reader') : databaseUrl(name, role),
    },
  )
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await owner.end()
  await database[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

interface Order {
  readonly ask?: AskMethod
  readonly codes?: readonly string[]
  readonly period?: string
  readonly count?: number
}

async function evaluate({ ask, codes = [], period, count = 1 }: Order = {}) {
  const indicators = await countedIndicators(owner)
  const chosen = chosenDue(indicators, { codes, period, count, now })
  if (typeof chosen === 'string') throw new Error(chosen)
  const { signal } = new AbortController()
  const by = ask ?? asIndicators(system.askInside)
  const done = await evaluateIndicators({
    client: owner,
    due: chosen.due,
    ask: by,
    synthetic: true,
    atOnce: 2,
    signal,
  })
  return { ...done, skipped: chosen.skipped }
}

async function stored(code: string, period: string) {
  const { rows } = await owner.query(
    `SELECT area_code AS area, value, numerator, denominator, state, reason, revision, status, method, query_id AS id,
       sources, synthetic, current FROM observation
     WHERE indicator_code = $1 AND period = $2 ORDER BY area_code DESC, revision`,
    [code, period],
  )
  return rows as Record<string, unknown>[]
}

describe('evaluation', () => {
  test('asks the gateway once a document, as a service with a purpose, and stores nation and provinces', async () => {
    const done = await evaluate()
    expect(done).toMatchObject({ asked: 9, revised: 0, unchanged: 0, kept: 0, failed: 0 })
    expect(done.added).toBeGreaterThan(29 * 30)
    const [nation, ...provinces] = await stored('land.authenticated-share', '2026-10')
    expect(provinces).toHaveLength(34)
    expect(nation).toMatchObject({ area: 'VN', state: 'KNOWN', method: 'REPORT', synthetic: true })
    expect(nation?.['sources']).toEqual(['land', 'reference'])
    const { body } = await system.ask(
      'inspector',
      `query ($caller: ID) { accessSearch(from: "2020-01-01", to: "2099-01-01", caller: $caller, first: 20) {
        nodes { requestId caller purpose { id } verdict } } }`,
      { caller: evaluationCaller },
      'access-inspection',
    )
    const { accessSearch } = body.data as { accessSearch: { nodes: Record<string, unknown>[] } }
    const { nodes } = accessSearch
    expect(nodes).toHaveLength(9)
    for (const node of nodes)
      expect(node).toMatchObject({
        caller: evaluationCaller,
        purpose: { id: 'indicator-evaluation' },
        verdict: 'allowed',
      })
    expect(nodes.map(({ requestId }) => requestId)).toContain(nation?.['id'])
  })

  test('done twice confirms, and what counts the register of the moment is left out of earlier periods', async () => {
    const again = await evaluate({ codes: ['land.parcels', 'population.births'], count: 3 })
    expect(again).toMatchObject({ asked: 4, added: 70, revised: 0, unchanged: 70, skipped: 2 })
    expect(await stored('land.parcels', '2026-09')).toEqual([])
    expect(await stored('population.births', '2026-08')).toHaveLength(35)
  })

  test('marks what a source does not say, keeps what was known, and replaces the mark by the value', async () => {
    const away: AskMethod = async () =>
      JSON.stringify({
        data: null,
        errors: [{ message: 'away', extensions: { code: 'MINISTRY_UNAVAILABLE' } }],
        extensions: { requestId: 'lost', provenance: {} },
      })
    const codes = ['health.prescriptions']
    const failed = await evaluate({ ask: away, codes, period: '2026-07' })
    expect(failed).toMatchObject({ added: 35, failed: 35, kept: 0 })
    expect((await stored('health.prescriptions', '2026-07'))[0]).toMatchObject({
      value: null,
      state: 'FAILED',
      reason: 'MINISTRY_UNAVAILABLE',
    })
    expect(await evaluate({ codes, period: '2026-07' })).toMatchObject({ revised: 35, failed: 0 })
    expect(await evaluate({ ask: away, codes, period: '2026-07' })).toMatchObject({
      revised: 0,
      failed: 35,
      kept: 35,
    })
    const [present] = (await stored('health.prescriptions', '2026-07')).filter(
      (one) => one['current'],
    )
    expect(present).toMatchObject({ area: 'VN', state: 'KNOWN', revision: 2 })
  })

  test('stores nothing where the gateway refuses who asks, and refuses what it cannot evaluate', async () => {
    const refused: AskMethod = async ({ query, variables }) => {
      const { body } = await system.ask('citizen', query, variables, null)
      return JSON.stringify(body)
    }
    const codes = ['population.births']
    await expect(evaluate({ ask: refused, codes, period: '2026-05' })).rejects.toThrow(
      '[GRAPHQL_VALIDATION_FAILED]',
    )
    expect(await stored('population.births', '2026-05')).toEqual([])
    await expect(evaluate({ codes: ['economy.cpi'] })).rejects.toThrow('got economy.cpi')
    await expect(evaluate({ codes, period: '2026-11' })).rejects.toThrow('a period that is over')
    await expect(evaluate({ codes, period: '2026' })).rejects.toThrow('a period that is over')
    await expect(evaluate({ codes: ['land.parcels'], period: '2026-09' })).rejects.toThrow(
      'the last period alone',
    )
  })

  test('by schedule asks for what is missing or old, and one schedule at a time', async () => {
    const indicators = await countedIndicators(owner)
    const wanted = { months: 2, everyMs: 3_600_000, now }
    const dueAt = async (months: number, at: Date) =>
      await duePeriods(owner, indicators, { ...wanted, months, now: at })
    // Confirmed a moment ago by this machine's clock, which may be any.
    expect(await dueAt(1, now)).toEqual([])
    const missing = await dueAt(2, now)
    expect(missing.length).toBeGreaterThan(5)
    expect(
      missing.every(({ period, indicator }) => period.text === '2026-09' && !indicator.isStock),
    ).toBe(true)
    const schedule = {
      ownerUrl: database.url('owner'),
      ask: asIndicators(system.askInside),
      everyMs: 3_600_000,
      months: 2,
      synthetic: true,
      log: quietLog(),
      startMs: 0,
    }
    const both = [scheduleEvaluation(schedule), scheduleEvaluation(schedule)]
    await expect.poll(async () => (await dueAt(2, now)).length, { timeout: 120_000 }).toBe(0)
    await Promise.all(both.map((one) => one.close()))
    const { rows } = await owner.query(
      `SELECT count(*)::int AS n FROM observation WHERE period = '2026-09' AND method = 'REPORT' AND revision > 1`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})

describe('the history of indicators', () => {
  const wanted = { people: 1, seed: 1, dirt: 0, recordSecret }
  const targets = () => new Map([['steering', database.url('owner')] as const])

  test('is left where it is by a new version of the tables and by new people', async () => {
    const kept = await keptHistory(database.url('owner'))
    expect(kept).toBeGreaterThan(1000)
    await expect(loadData({ ...wanted, targets: targets() })).rejects.toThrow(
      `${kept} observations were imported or evaluated, and would be lost`,
    )
    await owner.query(`UPDATE lien_thong.load SET digest = 'of an earlier version'`)
    await owner.query('ALTER TABLE observation DROP COLUMN quality')
    expect(await ensureData({ ...wanted, targets: targets() })).toEqual([])
    await ensureIndicators(database.url('owner'))
    expect(await keptHistory(database.url('owner'))).toBe(kept)
    expect((await owner.query('SELECT quality FROM observation LIMIT 1')).rows).toEqual([
      { quality: null },
    ])
  })

  test('goes where that is said', async () => {
    await loadData({ ...wanted, targets: targets(), replacesHistory: true })
    expect(await keptHistory(database.url('owner'))).toBe(0)
    // Without any, tables of another version are made anew.
    await owner.query(`UPDATE lien_thong.load SET digest = 'of an earlier version'`)
    expect(await ensureData({ ...wanted, targets: targets() })).toEqual(['steering'])
  })
})
