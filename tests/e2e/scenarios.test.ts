import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerOfClaims } from '../../auth/caller-of-claims.ts'
import { connected } from '../../deploy/connected.ts'
import { houseScenarios } from '../../deploy/house-scenarios.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import { openScenarioRuns } from '../../gateway/audit/scenario-runs.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { callerToken, type Claims } from '../attack/caller-token.ts'
import { auditConfig, type JournalRecord, recordsOf } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import {
  communesOf,
  provinceOfficer as officer,
  type Ran,
  runScenario,
  stormReason as reason,
} from '../support/scenario-run.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const analyst = { sub: 'analyst of epidemics', roles: ['analyst'] }
const province = personaCodes.officerProvince
const period = { from: '2026-01-01', to: '2026-10-31' }
const epidemic = (change = {}) => ({ parameters: { province, period, ...change }, reason })

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let audit: AuditConfig
let system: System
let communes: readonly string[] = []
beforeAll(async () => {
  directory = await temporaryDirectory()
  audit = await auditConfig(directory.path)
  system = await openSystem({ audit, scenarios: await houseScenarios() })
  communes = await communesOf(province, 2)
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const storm = (parameters: unknown = { communes: ['00004'] }) => ({ parameters, reason })
const run = (claims: Claims, code: string, body: unknown): Promise<Ran> =>
  runScenario(system, claims, { code, body })

/** The records of a run's requests. */
async function recordsOfRun(id: string): Promise<readonly JournalRecord[]> {
  const all = await recordsOf(audit.gatewayName)
  return all.filter((record) => (record['scenario'] as { run?: string } | undefined)?.run === id)
}

const errorsIn = ({ lines }: Ran) => lines.flatMap(({ answer }) => answer?.errors ?? [])

describe('running a scenario', () => {
  test('asks all steps as the caller, under its purpose, and each record names the run', async () => {
    const ran = await run({ sub: 'officer of storms', ...officer }, 'storm', storm({ communes }))
    expect(ran.status).toBe(200)
    expect(errorsIn(ran)).toEqual([])
    expect(ran.lines[0]?.run?.steps).toBe(4)
    expect(ran.lines.at(-1)).toEqual({ end: { answered: 4 } })
    const people = ran.data('people') as { communes: { nodes: readonly { code: string }[] } }
    expect(people.communes.nodes.map(({ code }) => code).toSorted()).toEqual(communes)
    const { households } = ran.data('households') as {
      households: { nodes: { members: { birthDate: string }[] }[] }
    }
    const births = households.nodes.flatMap(({ members }) =>
      members.map(({ birthDate }) => birthDate),
    )
    expect(births.length).toBeGreaterThan(0)
    // Under this purpose a birth date is a year.
    expect(births.filter((date) => !/^\d{4}$/.test(date))).toEqual([])

    const records = await recordsOfRun(ran.id)
    expect(records).toHaveLength(4)
    for (const record of records)
      expect(record).toMatchObject({
        kind: 'request',
        caller: 'officer of storms',
        verdict: 'allowed',
        scenario: { code: 'storm', version: 1, run: ran.id },
      })
    // Figures are asked without a purpose, under disclosure control; everything else under the scenario's.
    const purposes = records.map(({ operation, purpose }) => [String(operation), purpose] as const)
    expect(Object.fromEntries(purposes)).toEqual({
      AreaHealth: 'civil-defence',
      AreaHouseholds: 'civil-defence',
      AreaPeople: undefined,
      AreaSchools: 'civil-defence',
    })
    await using journal = await connected(databaseUrl('gateway', 'reader'))
    const { rows } = await journal.query<{ body: string }>(
      'SELECT body::text AS body FROM audit.scenario_run WHERE run = $1',
      [ran.id],
    )
    const body = rows[0]?.body ?? ''
    expect(JSON.parse(body)).toMatchObject({ reason, parameters: { communes } })
    const statement = createHash('sha256').update(body).digest('hex')
    for (const record of records) expect(record).toMatchObject({ scenario: { statement } })
  })

  test('an epidemic is told in statistics, to whoever may ask them', async () => {
    const ran = await run(analyst, 'epidemic', epidemic())
    expect(errorsIn(ran)).toEqual([])
    expect(ran.lines.at(-1)).toEqual({ end: { answered: 5 } })
    // Which of the few are shown depends on which step was first: what one withholds stays withheld for the others.
    const told = ['weeks', 'ages', 'communes', 'facilities'].map((step) =>
      JSON.stringify(ran.data(step)),
    )
    expect(told.join()).toMatch(/"count":[1-9]/)
    await using journal = await connected(databaseUrl('gateway', 'reader'))
    const { rows } = await journal.query<{ persons: number }>(
      `SELECT count(p.*)::int AS persons FROM audit.record AS r JOIN audit.person AS p USING (id)
       WHERE r.kind = 'request' AND r.body -> 'scenario' ->> 'run' = $1`,
      [ran.id],
    )
    expect(rows).toEqual([{ persons: 0 }])
  })

  test('a step that fails leaves the others', async () => {
    // A token that is bound to the purpose asks nothing without it, and by birth dates nobody counts under it.
    const bound = { sub: 'bound officer', ...officer, purpose: 'civil-defence' }
    const ran = await run(bound, 'storm', storm({ communes }))
    expect(ran.lines.at(-1)).toEqual({ end: { answered: 4 } })
    expect(new Set(errorsIn(ran).map(({ extensions }) => extensions['code']))).toEqual(
      new Set(['FORBIDDEN', 'PURPOSE_REQUIRED']),
    )
    for (const step of ['households', 'health', 'schools']) expect(ran.data(step)).toBeTruthy()
  })

  test('is for the roles whose every step is theirs, and says so beforehand', async () => {
    const listed = async (claims: Claims) => {
      const token = await callerToken(system, { purpose: undefined, ...claims })
      const response = await fetch(`${system.url}/scenarios-api/scenarios`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { scenarios } = (await response.json()) as {
        scenarios: { code: string; may: { run: boolean } }[]
      }
      return scenarios.flatMap(({ code, may }) => (may.run ? [code] : []))
    }
    const scoped = { ...officer, facilities: [personaCodes.doctorFacility], pin: '901099000001' }
    const may = await Promise.all(
      ['officer', 'analyst', 'citizen', 'doctor', 'pharmacist', 'inspector', 'operator'].map(
        async (role) => [role, await listed({ sub: role, ...scoped, roles: [role] })] as const,
      ),
    )
    expect(Object.fromEntries(may)).toEqual({
      officer: ['storm'],
      analyst: ['epidemic'],
      citizen: [],
      doctor: [],
      pharmacist: [],
      inspector: [],
      operator: [],
    })
    expect(await listed({ sub: 'two offices', ...officer, roles: ['officer', 'analyst'] })).toEqual(
      ['storm', 'epidemic'],
    )
  })
})

interface Attempt {
  readonly claims: Claims
  readonly code?: string
  readonly body?: unknown
}

test('a step that is not the caller’s closes the whole scenario', async () => {
  const [first, second] = await houseScenarios()
  if (first === undefined || second === undefined) throw new Error('expected two scenarios')
  // An officer counts no prescriptions.
  const steps = [first.steps[1], second.steps[4]].flatMap((step) => step ?? [])
  const given = {
    ...first,
    steps: steps.map((step) => ({ ...step, variables: first.steps[1]?.variables ?? {} })),
  }
  const forbidden = { ...given, parameters: first.parameters }
  await using other = await openSystem({
    audit: await auditConfig(directory.path),
    scenarios: [forbidden],
  })
  const { code } = await runScenario(
    other,
    { sub: 'officer', ...officer },
    { code: 'storm', body: storm() },
  )
  expect(code).toBe('FORBIDDEN')
})

describe('nothing is asked, and nothing recorded, for', () => {
  test.each<readonly [string, string, Attempt]>([
    ['a role of another purpose', 'PURPOSE_REQUIRED', { claims: { roles: ['analyst'] } }],
    ['a role without a purpose', 'PURPOSE_REQUIRED', { claims: { roles: ['publisher'] } }],
    ['no role', 'PURPOSE_REQUIRED', { claims: { roles: [] } }],
    [
      'a citizen',
      'PURPOSE_REQUIRED',
      { claims: { roles: ['citizen'], pin: personaCodes.citizenPin } },
    ],
    [
      'a token bound to another purpose',
      'PURPOSE_REQUIRED',
      { claims: { ...officer, purpose: 'population-management' } },
    ],
    [
      'another scenario’s purpose',
      'PURPOSE_REQUIRED',
      { claims: officer, code: 'epidemic', body: epidemic() },
    ],
    ['no scenario', 'BAD_USER_INPUT', { claims: officer, code: 'flood' }],
    ['a name of an object', 'BAD_USER_INPUT', { claims: officer, code: 'constructor' }],
  ])('%s', async (_, expected, { claims, code = 'storm', body = storm() }) => {
    const before = (await recordsOf(audit.gatewayName)).length
    const ran = await run({ sub: 'somebody else', ...claims }, code, body)
    expect(ran.code).toBe(expected)
    expect(await recordsOf(audit.gatewayName)).toHaveLength(before)
  })

  test.each<readonly [string, unknown]>([
    ['a reason of 9 characters', { ...storm(), reason: 'x'.repeat(9) }],
    ['a reason of blanks', { ...storm(), reason: ' '.repeat(40) }],
    ['a reason of 1,001 characters', { ...storm(), reason: 'x'.repeat(1001) }],
    ['a personal number', { ...storm(), reason: 'Tìm 901099012345 và gia đình' }],
    [
      'a personal number in other digits',
      { ...storm(), reason: 'Tìm ９０１０９９０１２３４５ ngay' },
    ],
    ['a control character', { ...storm(), reason: 'Bão số 9 \u0000 vào đất liền' }],
    ['text that turns around', { ...storm(), reason: 'Bão số 9 \u202E vào đất liền' }],
    ['no reason', { parameters: { communes: ['00004'] } }],
    ['no commune', storm({ communes: [] })],
    ['201 communes', storm({ communes: Array.from({ length: 201 }, (_, i) => `${10_000 + i}`) })],
    ['a commune twice', storm({ communes: ['00004', '00004'] })],
    ['an area that is SQL', storm({ communes: ["00004' OR '1'='1"] })],
    ['an area that is a pattern', storm({ communes: ['%%%%%'] })],
    ['an area that is an object', storm({ communes: { in: ['00004'] } })],
    ['a parameter that is none', storm({ communes: ['00004'], province: '01' })],
    ['a run of one’s own', { ...storm(), run: '00000000-0000-7000-8000-000000000000' }],
  ])('%s', async (_, body) => {
    const ran = await run({ sub: 'careless', ...officer }, 'storm', body)
    expect(ran.status).toBe(400)
    expect(ran.code).toBe('BAD_USER_INPUT')
    expect(JSON.stringify(ran.lines)).not.toMatch(/901099012345|９０１/)
  })

  test.each([
    ['x'.repeat(10), 200],
    ['x'.repeat(1000), 200],
  ])('but a reason of 10 or 1,000 characters is one', async (given, expected) => {
    const { status } = await run({ sub: 'careful', ...officer }, 'storm', {
      ...storm(),
      reason: given,
    })
    expect(status).toBe(expected)
  })

  test.each([
    [{ from: '2026-10-31', to: '2026-10-30' }, 400],
    [{ from: '2026-10-31', to: '2026-10-31' }, 200],
    [{ from: '2025-11-01', to: '2026-11-01' }, 200],
    [{ from: '2025-10-31', to: '2026-11-01' }, 400],
    [{ from: '2026-02-30', to: '2026-03-01' }, 400],
  ])('a period that is not one to 366 days: %j answers %i', async (given, expected) => {
    const { status } = await run(analyst, 'epidemic', epidemic({ period: given }))
    expect(status).toBe(expected)
  })

  test('another purpose in the header, or nobody', async () => {
    const swapped = await runScenario(
      system,
      { sub: 'swapper', ...officer },
      { code: 'storm', body: storm(), headers: { 'x-purpose': 'population-management' } },
    )
    expect([swapped.status, swapped.code]).toEqual([400, 'BAD_USER_INPUT'])
    const unknown = await fetch(`${system.url}/scenarios-api/scenarios/storm/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(storm()),
    })
    expect(unknown.status).toBe(401)
  })
})

test('what cannot be kept is not run', async () => {
  // Who reads the journal keeps nothing in it.
  const runs = openScenarioRuns(databaseUrl('gateway', 'reader'), audit.personKeys)
  const caller = callerOfClaims({ sub: 'officer', ...officer })
  const stated = { code: 'storm', version: 1, purpose: 'civil-defence', reason, parameters: {} }
  await expect(runs.begin(caller, stated)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  await runs.close()
})

describe('a run is its own caller’s', () => {
  test('whatever id somebody else sends', async () => {
    const first = await run({ sub: 'first officer', ...officer }, 'storm', storm())
    const forged = await runScenario(
      system,
      { sub: 'second officer', ...officer },
      {
        code: 'storm',
        body: storm(),
        headers: { 'x-request-id': first.id, 'x-scenario-run': first.id },
      },
    )
    expect(forged.status).toBe(200)
    expect(forged.id).not.toBe(first.id)
    const callers = (await recordsOfRun(first.id)).map(({ caller }) => caller)
    expect(new Set(callers)).toEqual(new Set(['first officer']))
  })

  test('and shows an officer nobody of another province', async () => {
    const elsewhere = { sub: 'officer of elsewhere', ...officer, provinces: ['96'] }
    const ran = await run(elsewhere, 'storm', storm({ communes }))
    expect(ran.data('households')).toMatchObject({ households: { totalCount: 0, nodes: [] } })
  })
})
