import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { disclosureProfiles } from '../../auth/disclosure-profile.ts'
import { connected } from '../../deploy/connected.ts'
import { openReportsHouse, type ReportsHouse } from '../support/reports-house.ts'
import { type Claims, callerToken } from './caller-token.ts'

let house: ReportsHouse
const logged: string[] = []
beforeAll(async () => {
  const log = pino({}, { write: (line: string) => void logged.push(line) })
  house = await openReportsHouse({ maxRunBytes: 1_000_000 }, { log })
})
afterAll(() => house[Symbol.asyncDispose]())

const analyst = (sub: string): Claims => ({ sub, roles: ['analyst'] })
const officer = (sub: string, provinces: readonly string[]): Claims => ({
  sub,
  roles: ['officer'],
  provinces,
})
const operator = { sub: 'olga', roles: ['operator'] }
const daily = { timing: { every: 'day', at: '06:00' }, variables: {} }
const counted = '{ householdTotals { count } }'

async function saved(
  who: Claims,
  id: string,
  document: string,
  change: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const title = { vi: id, en: id }
  const usual = { base: 0, title, description: { vi: '', en: '' }, chart: null, purpose: null }
  const body = { ...usual, document, shared: [], ...change }
  const { status, json } = await house.send(who, 'PUT', `/reports/${id}`, body)
  expect([status, json]).toEqual([change['base'] === undefined ? 201 : 200, expect.anything()])
}

const set = (who: Claims, id: string, schedule: unknown = daily) =>
  house.send(who, 'PUT', `/reports/${id}/schedule`, schedule)

async function run(who: Claims, id: string) {
  expect((await set(who, id)).status).toBe(200)
  const made = await house.runNow(id)
  return { ...made, path: `/reports/${id}/runs/${made?.id}` }
}

describe('a schedule', () => {
  test('is told by the log with its report, and not with the number of who set it', async () => {
    const named = analyst('u900000000077')
    await saved(named, 'named-by-number', counted)
    await run(named, 'named-by-number')
    expect((await set(named, 'named-by-number', { timing: null })).status).toBe(200)
    const told = logged.filter((line) => line.includes('named-by-number'))
    for (const what of ['report: saved', 'schedule set', 'reports: run', 'schedule removed'])
      expect(told.some((line) => line.includes(what))).toBe(true)
    expect(told.join('')).not.toContain('900000000077')
  })

  test.each<readonly [string, Claims, string, readonly string[]]>([
    [
      'rows of an officer’s',
      officer('offy', ['01']),
      '{ people { nodes { pin } } }',
      ['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED'],
    ],
    [
      'one row beside a count',
      officer('offy', ['01']),
      `{ personTotals { count } people(first: 1) { nodes { sex } } }`,
      ['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED'],
    ],
    [
      'the own record',
      { sub: 'zac', roles: ['analyst', 'citizen'], pin: '900000000001', purpose: 'citizen-self' },
      '{ me { fullName } }',
      ['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED'],
    ],
    [
      'prescriptions of a doctor’s',
      { sub: 'doc', roles: ['doctor'], facilities: ['01001'] },
      '{ prescriptions { nodes { code } } }',
      // Of the doctor's own there are figures of quality, and with them schedules; never rows.
      ['GRAPHQL_VALIDATION_FAILED'],
    ],
    [
      'prescriptions of a pharmacist’s',
      { sub: 'pharm', roles: ['pharmacist'] },
      '{  prescriptions { nodes { code } } }',
      ['FORBIDDEN'],
    ],
    [
      'answers about persons',
      { sub: 'app', roles: ['application', 'analyst'] },
      'query { verifyPerson(pin: "x", fullName: "y") { matches } }',
      ['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'],
    ],
  ])('never reads %s', async (_what, who, document, codes) => {
    const id = `rows-${codes.length}-${document.length}`
    const body = {
      base: 0,
      title: { vi: 'a', en: 'a' },
      description: { vi: '', en: '' },
      chart: null,
      purpose: null,
      document,
      shared: [],
    }
    const made = await house.send(who, 'PUT', `/reports/${id}`, body)
    if (made.status !== 201) {
      // What does not fit the saver's own schema is not even saved.
      expect(codes).toContain(made.code)
      return
    }
    const refused = await set(who, id)
    expect(codes).toContain(refused.code)
    expect((await house.send(who, 'GET', `/reports/${id}/schedule`)).json).toEqual({
      schedule: null,
    })
  })

  test('is set by the report’s owner alone, and runs no words of others', async () => {
    await saved(analyst('ann'), 'anns-own', counted, { shared: ['analyst'] })
    expect((await set(analyst('bob'), 'anns-own')).code).toBe('FORBIDDEN')
    expect((await set(operator, 'anns-own')).code).toBe('FORBIDDEN')
    expect((await set(analyst('ann'), 'land-per-household')).code).toBe('FORBIDDEN')
    expect((await set(analyst(''.padEnd(1)), 'land-per-household')).code).toBe('FORBIDDEN')
    expect((await set(analyst('ann'), 'anns-own')).status).toBe(200)
    expect((await set(analyst('bob'), 'anns-own', { timing: null })).code).toBe('FORBIDDEN')
    const put = {
      base: 1,
      title: { vi: 'x', en: 'x' },
      description: { vi: '', en: '' },
      chart: null,
      purpose: null,
      document: '{ __typename }',
      shared: [],
    }
    expect((await house.send(operator, 'PUT', '/reports/anns-own', put)).code).toBe('FORBIDDEN')
    expect((await set(operator, 'anns-own', { timing: null })).status).toBe(200)
  })

  test('rests when its owner comes without the role, and is run no more', async () => {
    const ann = analyst('lost')
    await saved(ann, 'lost-role', counted)
    expect((await run(ann, 'lost-role')).status).toBe('ok')
    const without = await callerToken(house.system, { sub: 'lost', roles: ['citizen'] })
    await house.system.ask(without, '{ provinces(first: 1) { nodes { code } } }')
    const shown = async () =>
      (await house.send({ sub: 'lost', roles: ['citizen'] }, 'GET', '/reports/lost-role/schedule'))
        .json
    await expect
      .poll(shown)
      .toMatchObject({ schedule: { state: 'stopped', stopped: 'FORBIDDEN', nextAt: null } })
    expect(await house.runNow('lost-role', 600)).toBeUndefined()
    expect((await set({ sub: 'lost', roles: ['citizen'] }, 'lost-role')).code).toBe('FORBIDDEN')
    expect((await run(ann, 'lost-role')).status).toBe('ok')
  })

  test('keeps no number of a person, no purpose and no role that opens rows alone', async () => {
    const both = {
      sub: 'two',
      roles: ['analyst', 'citizen', 'pharmacist'],
      pin: '900000000001',
      purpose: 'citizen-self',
    }
    await saved(both, 'two-roles', counted)
    expect((await run(both, 'two-roles')).status).toBe('ok')
    await using client = await connected(house.databaseUrl)
    const { rows } = await client.query<{ kept: string; grants: object }>(
      `SELECT caller::text || timing::text || variables::text AS kept,
         (SELECT grants FROM reports.run WHERE report = 'two-roles') AS grants
       FROM reports.schedule WHERE report = 'two-roles'`,
    )
    expect(rows[0]?.kept).toContain('["analyst"]')
    expect(rows[0]?.kept).not.toMatch(/9000|citizen|pharmacist/)
    const rowsOfPersons = Object.keys(rows[0]?.grants ?? {}).filter(
      (one) => !one.endsWith(':stats') && !/(catalogue|facility|institution):read$/.test(one),
    )
    expect(rowsOfPersons).toEqual([])
  })

  test('spends its owner’s budget of statistics, and has none of its own', async () => {
    const most = disclosureProfiles[0]?.budget.filters ?? 0
    const spender = await callerToken(house.system, analyst('spender'))
    for (let from = 0; from < most; from += 50) {
      const fields = Array.from(
        { length: 50 },
        (_, i) => `a${i}: householdTotals(where: { memberCount: { gte: ${from + i} } }) { count }`,
      )
      const { body } = await house.system.ask(spender, `{ ${fields.join('\n')} }`)
      expect(body.errors).toBeUndefined()
    }
    const next = '{ householdTotals(where: { memberCount: { lt: 3 } }) { count } }'
    await saved(analyst('spender'), 'spent-one', next)
    await saved(analyst('saver'), 'fresh-one', next)
    const spent = await run(analyst('spender'), 'spent-one')
    const { body } = await house.system.ask(spender, next)
    expect(spent.codes).toHaveLength(1)
    expect(spent.codes).toEqual(body.errors?.map(({ extensions }) => extensions['code']))
    expect((await run(analyst('saver'), 'fresh-one')).status).toBe('ok')
  })
})

describe('the result of a run', () => {
  test('is for those alone who see the report and could ask the same about the same rows', async () => {
    const all = { shared: ['analyst', 'officer', 'doctor', 'citizen', 'inspector'] }
    await saved(analyst('ann'), 'whole-country', counted, all)
    const { path } = await run(analyst('ann'), 'whole-country')
    const statusFor = async (who: Claims) => (await house.send(who, 'GET', path)).status
    expect(await statusFor(analyst('bob'))).toBe(200)
    // An officer counts one province; the others count nothing.
    expect(await statusFor(officer('offy', ['01']))).toBe(403)
    expect(await statusFor({ sub: 'doc', roles: ['doctor'], facilities: ['01001'] })).toBe(400)
    expect(await statusFor({ sub: 'cit', roles: ['citizen'], pin: '900000000001' })).toBe(400)
    expect(await statusFor({ sub: 'ins', roles: ['inspector'] })).toBe(400)
    // Operators see every report, and no figure.
    expect(await statusFor(operator)).toBe(400)
    await saved(analyst('ann'), 'whole-country', counted, { base: 1 })
    expect(await statusFor(analyst('bob'))).toBe(404)
  })

  test('of one province is not for the officer of another', async () => {
    const mine = officer('offa', ['01'])
    await saved(mine, 'one-province', counted, { shared: ['officer', 'analyst'] })
    const { path, status } = await run(mine, 'one-province')
    expect(status).toBe('ok')
    const statusFor = async (who: Claims) => (await house.send(who, 'GET', path)).status
    expect(await statusFor(mine)).toBe(200)
    expect(await statusFor(officer('offb', ['01', '79']))).toBe(200)
    expect(await statusFor(officer('offc', ['79']))).toBe(403)
    expect(await statusFor({ ...mine, communes: ['00001'] })).toBe(403)
    expect(await statusFor(analyst('bob'))).toBe(200)
  })

  test('is not found under another report', async () => {
    await saved(analyst('ann'), 'first-of-two', counted)
    await saved(analyst('eve'), 'second-of-two', counted)
    const { id } = await run(analyst('ann'), 'first-of-two')
    const other = await house.send(analyst('eve'), 'GET', `/reports/second-of-two/runs/${id}`)
    expect(other.status).toBe(404)
    for (const bad of ['0', '-1', 'x', '1e99', '1;DROP'])
      expect(
        (await house.send(analyst('ann'), 'GET', `/reports/first-of-two/runs/${bad}`)).status,
      ).toBe(400)
  })
})

test('texts of reports are data: none is run, and nothing is said of what one may not see', async () => {
  const title = { vi: `<img src=x onerror=alert(1)>`, en: `'; DROP TABLE reports.version; --` }
  await saved(analyst('ann'), 'evil-one', counted, { title })
  const { json } = await house.send(analyst('ann'), 'GET', '/reports/evil-one')
  expect(json).toMatchObject({ title })
  for (const search of [`' OR true --`, '%', '_', '\\', title.en])
    expect(
      (await house.send(analyst('eve'), 'GET', `/reports?search=${encodeURIComponent(search)}`))
        .json,
    ).toEqual({ reports: [], next: null })
  const there = await house.send(analyst('eve'), 'GET', '/reports/evil-one')
  const nowhere = await house.send(analyst('eve'), 'GET', '/reports/no-such-one')
  const text = ({ json: body }: typeof there) =>
    JSON.stringify((body as { errors: unknown }).errors)
  expect([there.status, text(there)]).toEqual([nowhere.status, text(nowhere)])
  const pin = { sub: '900000000001', roles: ['analyst'] }
  await saved(pin, 'pin-owned', counted, { shared: ['analyst'] })
  const seen = await house.send(analyst('eve'), 'GET', '/reports/pin-owned')
  expect(JSON.stringify(seen.json)).not.toContain('900000000001')
})
