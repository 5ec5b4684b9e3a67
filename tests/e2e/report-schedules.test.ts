import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Pool } from 'pg'
import { connected } from '../../deploy/connected.ts'
import { maxSchedules, scheduleDays } from '../../gateway/reports/schedules.ts'
import { openScheduleStore } from '../../gateway/reports/schedule-store.ts'
import { scheduleClient } from '../../gateway/reports/service-caller.ts'
import { auditConfig, recordsOf } from '../audit/audited-world.ts'
import { callerToken } from '../attack/caller-token.ts'
import { openReportsHouse, type ReportsHouse } from '../support/reports-house.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let house: ReportsHouse
let gatewayName = ''
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path)
  gatewayName = audit.gatewayName
  house = await openReportsHouse({ maxRunBytes: 30_000 }, { audit })
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const ann = { sub: 'ann', roles: ['analyst'], agency: 'statistics' }
const daily = { timing: { every: 'day', at: '06:00' }, variables: {} }
const households =
  'query Households($n: Int! = 3) { provinces(first: $n) { nodes { name householdTotals { count } } } }'

async function saved(id: string, document: string, base = 0): Promise<void> {
  const body = {
    base,
    title: { vi: id, en: id },
    description: { vi: '', en: '' },
    document,
    chart: null,
    purpose: null,
    shared: [],
  }
  expect((await house.send(ann, 'PUT', `/reports/${id}`, body)).status).toBe(base === 0 ? 201 : 200)
}

const communes = 'communes(first: 1000) { nodes { code name province { code name } } }'

const set = (id: string, schedule: unknown = daily) =>
  house.send(ann, 'PUT', `/reports/${id}/schedule`, schedule)

interface Shown {
  readonly schedule: {
    readonly state: string
    readonly nextAt: string | null
    readonly stopped: string | null
  } | null
}
const shown = async (id: string) =>
  ((await house.send(ann, 'GET', `/reports/${id}/schedule`)).json as Shown).schedule

describe('a scheduled report', () => {
  test('is run when it is due, as its owner without rows, and kept with where it is from', async () => {
    await saved('daily-one', households)
    expect(await shown('daily-one')).toBeNull()
    const { json } = await set('daily-one', { ...daily, variables: { n: 2 } })
    expect(json).toMatchObject({ schedule: { version: 1, state: 'waiting', stopped: null } })
    const run = await house.runNow('daily-one')
    expect(run).toMatchObject({ version: 1, status: 'ok', codes: [] })
    const kept = await house.send(ann, 'GET', `/reports/daily-one/runs/${run?.id}`)
    expect(kept.status).toBe(200)
    const { answer, variables } = kept.json as {
      answer: Record<string, Record<string, unknown>>
      variables: unknown
    }
    expect(variables).toEqual({ n: 2 })
    expect(answer['data']).toMatchObject({ provinces: { nodes: [{}, {}] } })
    expect(Object.keys(answer['extensions'] ?? {})).toEqual(['requestId', 'cost', 'provenance'])
    const own = await house.system.ask(await token(), households, { n: 2 })
    expect(answer['data']).toEqual(own.body.data)

    const records = await recordsOf(gatewayName)
    const asked = records.filter(
      ({ kind, client }) => kind === 'request' && client === scheduleClient,
    )
    expect(asked).toMatchObject([
      {
        caller: 'ann',
        agency: 'statistics',
        roles: ['analyst'],
        verdict: 'allowed',
        operation: 'Households',
      },
    ])
    expect(asked[0]).not.toHaveProperty('purpose')
    const read = records.filter(({ kind, client }) => kind === 'request' && client === undefined)
    // The reading of the run, and the owner's own question.
    expect(read).toMatchObject([{ caller: 'ann', verdict: 'allowed' }, { caller: 'ann' }])
  })

  test('is run once for all that was missed, and keeps its last runs', async () => {
    await saved('kept-one', households)
    await set('kept-one')
    const ids: (number | undefined)[] = []
    for (let i = 0; i < 4; i++) {
      ids.push((await house.runNow('kept-one'))?.id)
      const next = await shown('kept-one')
      expect(Date.parse(next?.nextAt ?? '')).toBeGreaterThan(Date.now())
      expect(next?.nextAt).toMatch(/T23:00:00.000Z$/)
    }
    const { json } = await house.send(ann, 'GET', '/reports/kept-one/runs')
    const { runs } = json as { runs: readonly { readonly id: number }[] }
    expect(runs.map(({ id }) => id)).toEqual(ids.slice(1).reverse())
    expect((await house.send(ann, 'GET', `/reports/kept-one/runs/${ids[0]}`)).status).toBe(404)
  })

  test('goes on with the version that it was set for, until it is set again', async () => {
    await saved('pinned-one', households)
    await set('pinned-one')
    await saved('pinned-one', '{ provinces(first: 1) { nodes { code } } }', 1)
    expect(await house.runNow('pinned-one')).toMatchObject({ version: 1 })
    await set('pinned-one')
    expect(await house.runNow('pinned-one')).toMatchObject({ version: 2, status: 'ok' })
  })

  test('keeps an answer as long as is allowed', async () => {
    await saved('long-one', `{ ${communes} }`)
    await set('long-one')
    const run = await house.runNow('long-one')
    expect(run).toMatchObject({ status: 'ok', codes: [] })
    const { json } = await house.send(ann, 'GET', `/reports/long-one/runs/${run?.id}`)
    const length = JSON.stringify((json as { answer: unknown }).answer).length
    expect(length).toBeGreaterThan(9000)
    expect(length).toBeLessThanOrEqual(30_000)
  })

  test('shows why a run failed', async () => {
    await saved('large-one', `{ a: ${communes} b: ${communes} c: ${communes} d: ${communes} }`)
    await set('large-one')
    const run = await house.runNow('large-one')
    expect(run).toMatchObject({ status: 'failed', codes: ['COST_EXCEEDED'] })
    const { json } = await house.send(ann, 'GET', `/reports/large-one/runs/${run?.id}`)
    expect(json).toMatchObject({ status: 'failed', answer: null })
  })

  test('ends with the report, when it is taken away, and after its days', async () => {
    await saved('short-one', households)
    await set('short-one')
    expect((await set('short-one', { timing: null })).json).toEqual({ schedule: null })
    expect(await shown('short-one')).toBeNull()
    await set('short-one')
    await using client = await connected(house.databaseUrl)
    const { rows } = await client.query<{ days: number }>(
      `UPDATE reports.schedule AS s SET expires_at = now() FROM reports.schedule AS old
       WHERE old.report = s.report AND s.report = 'short-one'
       RETURNING extract(epoch FROM old.expires_at - old.set_at)::float8 / 86400 AS days`,
    )
    expect(rows).toEqual([{ days: scheduleDays }])
    expect(await shown('short-one')).toMatchObject({ state: 'expired', nextAt: null })
    expect(await house.runNow('short-one', 500)).toBeUndefined()
    await set('short-one')
    expect(await house.runNow('short-one')).toMatchObject({ status: 'ok' })
    await house.send(ann, 'DELETE', '/reports/short-one')
    expect(await house.runNow('short-one', 500)).toBeUndefined()
    expect(await shown('short-one')).toBeNull()
  })

  test.each([
    [{ timing: { every: 'interval', minutes: 14 } }, 'BAD_USER_INPUT'],
    [{ timing: { every: 'day', at: '6' } }, 'BAD_USER_INPUT'],
    [{ ...daily, variables: { n: 'many' } }, 'BAD_USER_INPUT'],
    [{ ...daily, surplus: 1 }, 'BAD_USER_INPUT'],
    [{}, 'BAD_USER_INPUT'],
  ])('is not set with %j', async (schedule, code) => {
    await saved('unset-one', households).catch(() => undefined)
    const refused = await set('unset-one', schedule)
    expect([refused.status, refused.code]).toEqual([400, code])
  })
})

test('is taken by one of many gateways, and again when that one died', async () => {
  await saved('claimed-one', households)
  await set('claimed-one')
  const pool = new Pool({ connectionString: house.databaseUrl, max: 8 })
  try {
    const store = openScheduleStore(pool)
    const schedule = await store.find('claimed-one')
    if (schedule === undefined) throw new Error('expected a schedule')
    const now = new Date()
    const until = new Date(now.getTime() + 60_000)
    const taken = await Promise.all(
      Array.from({ length: 8 }, () => store.claim(schedule, until, now)),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await store.claim(schedule, until, until)).toBe(false)
    const later = new Date(until.getTime() + 1)
    expect(await store.claim(schedule, later, later)).toBe(true)
  } finally {
    await pool.end()
  }
})

test('an owner has so many schedules, and no more', async () => {
  await using client = await connected(house.databaseUrl)
  await client.query(`DELETE FROM reports.schedule WHERE owner = 'ann'`)
  for (let i = 0; i <= maxSchedules; i++) {
    await saved(`many-${i}`, households)
    const { status, code } = await set(`many-${i}`)
    expect([i, status, code]).toEqual(
      i < maxSchedules ? [i, 200, undefined] : [i, 413, 'DOCUMENT_TOO_LARGE'],
    )
  }
  expect((await set('many-0')).status).toBe(200)
})

function token(): Promise<string> {
  return callerToken(house.system, ann)
}
