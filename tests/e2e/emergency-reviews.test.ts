import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { houseScenarios } from '../../deploy/house-scenarios.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import { callerToken, type Claims } from '../attack/caller-token.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import {
  communesOf,
  provinceOfficer as officer,
  runScenario,
  stormReason as reason,
} from '../support/scenario-run.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let system: System
let communes: readonly string[] = []
beforeAll(async () => {
  directory = await temporaryDirectory()
  system = await openSystem({
    audit: await auditConfig(directory.path),
    scenarios: await houseScenarios(),
  })
  communes = await communesOf(personaCodes.officerProvince, 2)
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const storm = (claims: Claims) =>
  runScenario(system, claims, { code: 'storm', body: { parameters: { communes }, reason } })

interface Access {
  readonly id: string
  readonly version: number
  readonly finding: string | null
  readonly findings: readonly { readonly reviewer: string }[]
  readonly caller: string
}

const accessFields = `id at dueAt overdue finding version findings { version reviewer finding note } caller roles agency
  purpose { id } scenario scenarioVersion reason parameters { name values } intact requests refused personCount classes
  operations`
const queue = `query ($id: ID, $open: Boolean, $caller: ID, $first: Int, $after: String) {
  emergencyAccesses(id: $id, open: $open, caller: $caller, first: $first, after: $after) {
    nodes { ${accessFields} } hasNextPage endCursor } }`
const review = `mutation ($key: String!, $id: ID!, $version: Int!, $finding: ReviewFinding!, $note: String!) {
  reviewEmergency(key: $key, id: $id, version: $version, finding: $finding, note: $note) { id version repeated } }`

const inspector = (sub: string, claims: Claims = {}) =>
  callerToken(system, { sub, roles: ['inspector'], ...claims })

async function found(variables: Readonly<Record<string, unknown>>) {
  const { body } = await system.ask('inspector', queue, variables, 'access-inspection')
  expect(body.errors).toBeUndefined()
  return (
    body.data as {
      emergencyAccesses: { nodes: readonly Access[]; hasNextPage: boolean; endCursor: string }
    }
  ).emergencyAccesses
}

async function reviewed(who: string, variables: Readonly<Record<string, unknown>>) {
  const given = { version: 0, finding: 'JUSTIFIED', note: 'Có công điện số 12.', ...variables }
  const { body } = await system.ask(who, review, given, 'access-inspection')
  return { done: body.data?.['reviewEmergency'], error: body.errors?.[0] }
}

describe('the review afterwards', () => {
  test('lists a run once, with why, where, how many requests and persons', async () => {
    const ran = await storm({ sub: 'officer under review', ...officer })
    const { nodes } = await found({ caller: 'officer under review' })
    expect(nodes).toEqual([
      {
        id: ran.id,
        at: expect.any(String),
        dueAt: expect.any(String),
        overdue: false,
        finding: null,
        version: 0,
        findings: [],
        caller: 'officer under review',
        roles: ['officer'],
        agency: 'population',
        purpose: { id: 'civil-defence' },
        scenario: 'storm',
        scenarioVersion: 1,
        reason,
        parameters: [{ name: 'communes', values: communes }],
        intact: true,
        requests: 4,
        refused: 0,
        personCount: expect.any(Number),
        classes: ['BASIC CIVIL_STATUS', 'BASIC FAMILY', 'BASIC IDENTITY', 'BASIC RESIDENCE'],
        operations: ['AreaHealth', 'AreaHouseholds', 'AreaPeople', 'AreaSchools'],
      },
    ])
    await using journal = await connected(databaseUrl('gateway', 'reader'))
    const { rows } = await journal.query<{ persons: number }>(
      `SELECT count(DISTINCT p.person)::int AS persons FROM audit.person AS p
       JOIN audit.record AS r ON r.id = p.id AND r.kind = 'request'
       WHERE r.body -> 'scenario' ->> 'run' = $1`,
      [ran.id],
    )
    expect(nodes[0]).toMatchObject({ personCount: rows[0]?.persons })
    expect(rows[0]?.persons).toBeGreaterThan(0)
  })

  test('lists an emergency access outside of a scenario too, also one that was refused', async () => {
    const token = await callerToken(system, {
      sub: 'night officer',
      ...officer,
      purpose: 'civil-defence',
    })
    await system.ask(token, '{ people(first: 3) { nodes { fullName } } }', {}, 'civil-defence')
    await system.ask(token, '{ nothing }', {}, 'civil-defence')
    const { nodes } = await found({ caller: 'night officer' })
    expect(nodes).toMatchObject([
      {
        scenario: null,
        reason: null,
        parameters: [],
        intact: null,
        requests: 1,
        refused: 1,
        personCount: 0,
      },
      {
        scenario: null,
        reason: null,
        parameters: [],
        intact: null,
        requests: 1,
        refused: 0,
        personCount: 3,
      },
    ])
  })

  test('keeps findings in their order, once by a key, and by the version that was read', async () => {
    const ran = await storm({ sub: 'officer explained', ...officer })
    const id = ran.id
    const one = await inspector('first inspector')
    const asked = { id, key: 'finding-1', finding: 'NEEDS_EXPLANATION', note: 'Vì sao cả hai xã?' }
    expect(await reviewed(one, asked)).toEqual({
      done: { id, version: 1, repeated: false },
      error: undefined,
    })
    expect(await reviewed(one, asked)).toEqual({
      done: { id, version: 1, repeated: true },
      error: undefined,
    })
    const other = await reviewed(one, { ...asked, note: 'Khác' })
    expect(other.error?.extensions['code']).toBe('BAD_USER_INPUT')
    expect((await found({ caller: 'officer explained', open: true })).nodes).toHaveLength(1)

    const stale = await reviewed(await inspector('second inspector'), { id, key: 'finding-2' })
    expect(stale.error?.extensions).toMatchObject({ code: 'CONFLICT', present: 1 })
    const atOnce = await Promise.all(
      ['third', 'fourth', 'fifth'].map(async (name) =>
        reviewed(await inspector(`${name} inspector`), { id, key: 'finding-3', version: 1 }),
      ),
    )
    expect(atOnce.filter(({ done }) => done !== null && done !== undefined)).toHaveLength(1)
    expect(
      atOnce.flatMap(({ error }) => (error === undefined ? [] : [error.extensions['code']])),
    ).toEqual(['CONFLICT', 'CONFLICT'])
    expect((await found({ caller: 'officer explained', open: true })).nodes).toEqual([])
    const [closed] = (await found({ caller: 'officer explained', open: false })).nodes
    expect(closed).toMatchObject({
      finding: 'JUSTIFIED',
      version: 2,
      findings: [
        { version: 1, reviewer: 'first inspector', finding: 'NEEDS_EXPLANATION', note: asked.note },
        { version: 2, finding: 'JUSTIFIED' },
      ],
    })
  })

  test('is nobody’s own, under another name of the same person neither', async () => {
    const pin = personaCodes.citizenPin
    const both = { roles: ['officer', 'inspector'], provinces: officer['provinces'] }
    const ran = await storm({ sub: 'judge of himself', ...both, pin })
    expect(ran.status).toBe(200)
    for (const token of [
      await inspector('judge of himself'),
      await inspector('another account of his', { pin }),
    ]) {
      const { error } = await reviewed(token, { id: ran.id, key: 'own-review' })
      expect(error?.extensions['code']).toBe('FORBIDDEN')
    }
    const { done } = await reviewed(await inspector('a colleague'), {
      id: ran.id,
      key: 'own-review',
    })
    expect(done).toMatchObject({ version: 1 })
  })

  // Names of twelve digits or more stand in the journal as hashes, those of a person's number among them.
  test.each<readonly [string, Claims, string, Claims]>([
    ['a name of 21 digits', { sub: '109876543210987654321' }, '109876543210987654321', {}],
    [
      'a name that holds the number which the other claims',
      { sub: 'cccd-901099000001' },
      'inspector seven',
      { pin: '901099000001' },
    ],
    [
      'a claimed number which the other is called by',
      { sub: 'officer eight', pin: '901099000002' },
      'thanh-tra/901099000002',
      {},
    ],
    [
      'two names that hold the same number',
      { sub: 'cccd-901099000003' },
      'thanh-tra/901099000003',
      {},
    ],
  ])('is nobody’s own, told by %s', async (_, claims, name, claimed) => {
    const ran = await storm({ ...officer, ...claims })
    const { done, error } = await reviewed(await inspector(name, claimed), {
      id: ran.id,
      key: 'own-review',
    })
    expect(done ?? null).toBeNull()
    expect(error?.extensions['code']).toBe('FORBIDDEN')
    const other = await reviewed(await inspector('901099000004/901099000005'), {
      id: ran.id,
      key: `review-of-${ran.id}`,
    })
    expect(other.done).toMatchObject({ version: 1 })
    const { nodes } = await found({ id: ran.id })
    expect(nodes[0]?.findings.map(({ reviewer }) => reviewer)).toEqual([
      expect.stringMatching(/^[\w-]+\.[\w-]{22}\/[\w-]+\.[\w-]{22}$/),
    ])
  })

  test.each([
    ['no role', []],
    ['a role that may not use it', ['analyst']],
  ])('lists nobody of %s: nothing was accessed under the purpose', async (_, roles) => {
    const sub = `curious ${roles.join()}`
    const token = await callerToken(system, { sub, roles })
    const question = '{ provinces(first: 1) { nodes { code } } }'
    const { body } = await system.ask(token, question, {}, 'civil-defence')
    expect(body.errors).toHaveLength(1)
    expect((await found({ caller: sub })).nodes).toEqual([])
  })

  test.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    [
      'an access that is not there',
      { id: '00000000-0000-7000-8000-000000000000' },
      'BAD_USER_INPUT',
    ],
    ['no id', { id: "' OR true --" }, 'BAD_USER_INPUT'],
    ['an empty note', { note: '  ' }, 'BAD_USER_INPUT'],
    ['a note of 1,001 characters', { note: 'x'.repeat(1001) }, 'BAD_USER_INPUT'],
    ['a personal number', { note: 'Xem 901099012345' }, 'BAD_USER_INPUT'],
    ['a key of 7 characters', { key: 'x'.repeat(7) }, 'BAD_USER_INPUT'],
    ['a finding that is none', { finding: 'FINE' }, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_, change) => {
    const [access] = (await found({ caller: 'night officer', first: 1 })).nodes
    const { error } = await reviewed(await inspector('careless inspector'), {
      id: access?.id,
      key: 'finding-of-no-use',
      ...change,
    })
    expect(error?.extensions['code']).toBe('BAD_USER_INPUT')
    expect((await found({ id: access?.id ?? '' })).nodes[0]?.version).toBe(0)
  })

  test.each(['officer', 'operator', 'publisher', 'analyst', 'citizen'] as const)(
    'is not for the role %s',
    async (role) => {
      const [access] = (await found({ caller: 'night officer', first: 1 })).nodes
      const { body } = await system.ask(
        role,
        review,
        { key: 'finding-of-others', id: access?.id, version: 0, finding: 'JUSTIFIED', note: 'ok' },
        null,
      )
      expect(body.data?.['reviewEmergency'] ?? null).toBeNull()
      expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
    },
  )

  test('counts what awaits, and the database lets nobody change a finding', async () => {
    const counts = async () => {
      const { body } = await system.ask(
        'operator',
        '{ emergencyReviewCounts { awaiting overdue hours } }',
      )
      return body.data?.['emergencyReviewCounts'] as {
        awaiting: number
        overdue: number
        hours: number
      }
    }
    const before = await counts()
    expect(before.hours).toBe(72)
    expect(before.awaiting).toBeGreaterThan(0)
    await using owner = await connected(databaseUrl('gateway', 'owner'))
    const run72 = '01900000-0000-7000-8000-000000000072'
    for (const [id, hours] of [
      [run72, 73],
      ['01900000-0000-7000-8000-000000000071', 71],
    ] as const)
      await owner.query(
        `INSERT INTO audit.scenario_run (run, at, body)
         VALUES ($1, now() - make_interval(hours => $2), '{"caller":"officer of last week","roles":[],"parameters":{}}')
         ON CONFLICT DO NOTHING`,
        [id, hours],
      )
    const after = await counts()
    expect(after).toEqual({ awaiting: before.awaiting + 2, overdue: before.overdue + 1, hours: 72 })
    const { done } = await reviewed(await inspector('late inspector'), {
      id: run72,
      key: 'late-review',
    })
    expect(done).toMatchObject({ version: 1 })
    expect((await counts()).overdue).toBe(before.overdue)

    for (const role of ['writer', 'reader', 'reviews'] as const) {
      await using client = await connected(databaseUrl('gateway', role))
      for (const statement of [
        `UPDATE audit.review SET finding = 'JUSTIFIED'`,
        'DELETE FROM audit.review',
        `INSERT INTO audit.review SELECT subject, 99, now(), 'x', 'JUSTIFIED', 'x', 'xxxxxxxxx', 'x' FROM audit.review`,
        `UPDATE audit.scenario_run SET body = '{}'`,
        'DELETE FROM audit.scenario_run',
      ])
        await expect(client.query(statement), `${role}: ${statement}`).rejects.toThrow(
          /permission denied|read-only/,
        )
    }
  })

  test('shows a reason that somebody changed in the database afterwards', async () => {
    const ran = await storm({ sub: 'officer rewritten', ...officer })
    await using owner = await connected(databaseUrl('gateway', 'owner'))
    await owner.query(
      `UPDATE audit.scenario_run SET body = replace(body::text, 'Bão số 9', 'Bão số 8')::json WHERE run = $1`,
      [ran.id],
    )
    expect((await found({ id: ran.id })).nodes[0]).toMatchObject({ intact: false })
    await owner.query('DELETE FROM audit.scenario_run WHERE run = $1', [ran.id])
    expect((await found({ id: ran.id })).nodes[0]).toMatchObject({
      caller: 'officer rewritten',
      scenario: 'storm',
      reason: null,
      intact: false,
      requests: 4,
    })
  })
})
