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
import { isRole } from '../../auth/role.ts'
import { callerToken } from '../attack/caller-token.ts'
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
    {
      audit: await auditConfig(directory.path),
      live: { maxReaders: 3, maxReadersOfCaller: 2, pollMs: 50 },
    },
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

  test('counts the pupils of a school year once it has begun, before its year is over', async () => {
    const indicators = await countedIndicators(owner)
    const pupils = indicators.filter(({ code }) => code === 'education.enrolment-rate')
    const at = (day: string) => {
      const when = {
        codes: [],
        period: undefined,
        count: 1,
        now: new Date(`${day}T00:00:00+07:00`),
      }
      const chosen = chosenDue(pupils, when)
      return typeof chosen === 'string' ? chosen : chosen.due.map(({ period }) => period.text)
    }
    expect([at('2026-09-30'), at('2026-10-01'), at('2027-01-01')]).toEqual([
      ['2025'],
      ['2026'],
      ['2026'],
    ])
    expect((await stored('education.enrolment-rate', '2026'))[0]).toMatchObject({ state: 'KNOWN' })
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

describe('the stream of observations', () => {
  interface Watching {
    readonly status: number
    readonly json: () => Promise<{ errors: { extensions: { code: string } }[] }>
    /** Reads until what came so far fits. */
    readonly until: (fits: (text: string) => boolean) => Promise<string>
    readonly end: () => Promise<void>
  }

  async function watch(query: string, who: string, last?: string): Promise<Watching> {
    const token = isRole(who) ? await callerToken(system, { sub: who, roles: [who] }) : who
    const response = await fetch(`${system.url}/indicators/stream${query}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(last === undefined ? {} : { 'last-event-id': last }),
      },
    })
    const reader = response.body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    return {
      status: response.status,
      json: async () => JSON.parse(text + decoder.decode((await reader?.read())?.value)) as never,
      async until(fits) {
        while (!fits(text)) {
          const part = await reader?.read()
          if (part?.done !== false) throw new Error(`ended with ${JSON.stringify(text)}`)
          text += decoder.decode(part.value, { stream: true })
        }
        return text
      },
      end: async () => await reader?.cancel(),
    }
  }

  const seen = (text: string) =>
    [...text.matchAll(/^data: (\[.*\])$/gm)].flatMap(
      ([, data = '']) => JSON.parse(data) as { id: string; value: number; recordedAt: string }[],
    )
  const store = async (area: string, value: number) => {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO observation (indicator_code, indicator_version, period, period_start, area_code, value, status, state,
         as_of, confirmed_at, recorded_at, method, query_id, sources, synthetic)
       VALUES ('economy.cpi', 1, '2026-10', '2026-10-01', $1, $2, 'REVISED', 'KNOWN', now(), now(), clock_timestamp(),
         'IMPORT', 'test', '{}', true) RETURNING id`,
      [area, value],
    )
    return rows[0]?.id ?? ''
  }

  test(
    'tells each of what it wants, and one who comes again of what it missed',
    { timeout: 40_000 },
    async () => {
      const all = await watch('', 'officer')
      const hanoi = await watch('?indicators=economy.cpi,land.parcels&areas=01', 'citizen')
      expect([all.status, hanoi.status]).toEqual([200, 200])
      await all.until((text) => text.includes('event: ready'))
      await hanoi.until((text) => text.includes('event: ready'))
      const nation = await store('VN', 101)
      const local = await store('01', 102)
      await all.until((text) => seen(text).length === 2)
      const text = await hanoi.until((part) => seen(part).length === 1)
      expect(seen(text)).toMatchObject([{ id: local, value: 102 }])
      const [first] = seen(await all.until(() => true))
      expect(first).toMatchObject({ id: nation, value: 101 })
      await all.end()
      const later = await store('VN', 103)
      const again = await watch('?areas=VN', 'officer', first?.recordedAt)
      const ids = seen(await again.until((part) => seen(part).length === 2)).map(({ id }) => id)
      expect(ids).toEqual([nation, later])
      await again.end()
      await hanoi.end()
    },
  )

  test(
    'is open to who may read observations, as long as there is room',
    { timeout: 40_000 },
    async () => {
      const open = await Promise.all(['analyst', 'analyst', 'doctor'].map((who) => watch('', who)))
      for (const one of open) await one.until((text) => text.includes('event: ready'))
      const codes: string[] = []
      const refused = async (query: string, who: string, last?: string) => {
        const { status, json } = await watch(query, who, last)
        const { errors } = await json()
        codes.push(`${status} ${errors[0]?.extensions.code}`)
      }
      await refused('', 'doctor')
      await open[2]?.end()
      await expect
        .poll(async () => {
          const one = await watch('', 'analyst')
          const { errors } = await one.json()
          return errors[0]?.extensions.code
        })
        .toBe('RATE_LIMITED')
      await refused('', 'nobody')
      await refused('', await callerToken(system, { sub: 'x', roles: [] }))
      await refused('?areas=Hanoi', 'pharmacist')
      await refused('', 'pharmacist', 'yesterday')
      expect(codes).toEqual([
        '503 OVERLOADED',
        '401 UNAUTHENTICATED',
        '403 FORBIDDEN',
        '400 BAD_USER_INPUT',
        '400 BAD_USER_INPUT',
      ])
      for (const one of open) await one.end()
    },
  )
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
