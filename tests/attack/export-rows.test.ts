import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { framesIn } from '../../schema/row-frame.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { codesOf, csvCells, type Exported, exported } from '../support/exported.ts'
import { openSystem, type System } from '../support/system.ts'
import { openAttempts } from './attempts.ts'
import { callerToken, type Claims, ministryToken } from './caller-token.ts'

const attempts = openAttempts()
const frameRows = 10
let system: System
let provinces: readonly string[] = []

beforeAll(async () => {
  const limits = { rows: { '*': 100_000 }, maxBytes: 2 ** 28, atOnce: 4, atOnceInAll: 8 }
  system = await openSystem({ exports: { ...limits, frameRows } })
  await using population = await connected(databaseUrl('population', 'owner'))
  const { rows } = await population.query<{ code: string }>(
    'SELECT DISTINCT province_code AS code FROM person ORDER BY 1',
  )
  provinces = rows.map(({ code }) => code)
})
afterAll(async () => {
  attempts.report()
  await system[Symbol.asyncDispose]()
})

const officer = (): Claims => ({
  sub: 'rows-officer',
  roles: ['officer'],
  provinces,
  purpose: 'population-management',
})

interface Door {
  readonly query?: string
  readonly variables?: object
  readonly rows?: object
}

const people =
  'query ($n: Int) { people(first: $n) { nodes { pin fullName birthDate } pageInfo { endCursor } } }'
const asked = { chunk: 10, most: 10, columns: ['pin', 'fullName'] }

/** Knocks at a ministry's door for rows as the gateway does. */
async function knock(
  body: Door | string,
  { token, ministry = 'population' }: { readonly token: string; readonly ministry?: string },
): Promise<{ readonly status: number; readonly rows: string }> {
  const response = await fetch(new URL('rows', system.ministryUrls[ministry]), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: typeof body === 'string' ? body : JSON.stringify({ query: people, rows: asked, ...body }),
  })
  let rows = ''
  if (response.status === 200 && response.body)
    for await (const frame of framesIn(response.body, 1e7)) rows += frame.rows.toString()
  return { status: response.status, rows }
}

describe('the door of a ministry', () => {
  test('opens for the gateway, and gives as many rows as were asked for', async () => {
    const token = await ministryToken(system, 'population', officer())
    const { status, rows } = await knock({}, { token })
    expect(status).toBe(200)
    expect(rows.match(/\(9\d{11},/g)).toHaveLength(10)
  })

  test('stays closed without the token of the gateway for it', async () => {
    const tokens = [
      '',
      'x',
      await callerToken(system, officer()),
      await ministryToken(system, 'land', officer()),
    ]
    for (const token of tokens)
      await attempts.attack(`a token of ${token.length} characters`, async () => {
        const { status, rows } = await knock({}, { token })
        return status !== 401 || rows !== ''
      })
  })

  const closed: readonly (readonly [name: string, claims: Claims, body: Door | string])[] = [
    ['a purpose of another role', { purpose: 'land-registration' }, {}],
    [
      'a purpose that opens no such class',
      { purpose: 'residence-confirmation' },
      {
        query: '{ people { nodes { ethnicityCode } } }',
        rows: { ...asked, columns: ['ethnicityCode'] },
      },
    ],
    ['a role without rows', { roles: ['analyst'] }, {}],
    [
      'a field that is closed beside those that are asked',
      { purpose: 'residence-confirmation' },
      {
        query: '{ people { nodes { pin ethnicityCode } } }',
        rows: { ...asked, columns: ['pin'] },
      },
    ],
    ['a name that is masked', { roles: ['inspector'], purpose: 'access-inspection' }, {}],
    [
      'a date that is masked',
      { purpose: 'residence-confirmation' },
      {
        rows: { ...asked, columns: ['birthDate'] },
      },
    ],
    [
      'narrowed by what is masked',
      { purpose: 'residence-confirmation' },
      {
        query: '{ people(where: { birthDate: { gte: "1990-01-01" } }) { nodes { pin } } }',
        rows: { ...asked, columns: ['pin'] },
      },
    ],
    [
      'a cursor of the caller’s own',
      {},
      {
        query:
          '{ people(after: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") { nodes { pin } } }',
        rows: { ...asked, columns: ['pin'] },
      },
    ],
    ['a column that is not selected', {}, { rows: { ...asked, columns: ['ethnicityCode'] } }],
    [
      'a column of the table that no field shows',
      {},
      { rows: { ...asked, columns: ['record_key'] } },
    ],
    [
      'a column that is SQL',
      {},
      { rows: { ...asked, columns: ['pin") FROM person; DROP TABLE person; --'] } },
    ],
    ['what every object has', {}, { rows: { ...asked, columns: ['constructor', '__proto__'] } }],
    [
      'a type’s name',
      {},
      { query: '{ people { nodes { __typename } } }', rows: { ...asked, columns: ['__typename'] } },
    ],
    [
      'two lists',
      {},
      {
        query: '{ people { nodes { pin } } b: people { nodes { pin } } }',
        rows: { ...asked, columns: ['pin'] },
      },
    ],
    [
      'a count beside the rows',
      {},
      { query: '{ people { totalCount nodes { pin } } }', rows: { ...asked, columns: ['pin'] } },
    ],
    [
      'statistics',
      {},
      {
        query: '{ personGroups(groupBy: [{ field: SEX }]) { groups { count } } }',
        rows: { ...asked, columns: ['count'] },
      },
    ],
    ['frames without end', {}, { rows: { ...asked, chunk: 5001 } }],
    ['no rows', {}, { rows: { ...asked, most: 0 } }],
    ['no columns', {}, { rows: { ...asked, columns: [] } }],
    ['no document', {}, { query: '' }],
    ['no message', {}, '[]'],
  ]
  test.each(closed)('gives nothing: %s', async (name, claims, body) => {
    const token = await ministryToken(system, 'population', { ...officer(), ...claims })
    await attempts.attack(name, async () => {
      const { status, rows } = await knock(body, { token })
      return status === 200 || rows !== ''
    })
    await using population = await connected(databaseUrl('population', 'owner'))
    const { rows } = await population.query<{ n: number }>('SELECT count(*)::int AS n FROM person')
    expect(rows[0]?.n).toBeGreaterThan(1000)
  })

  test('shows the rows of the caller’s scope alone', async () => {
    const [own = ''] = provinces
    const token = await ministryToken(system, 'population', { ...officer(), provinces: [own] })
    const query = '{ people { nodes { provinceCode } } }'
    const rows = { chunk: 1000, most: 100_000, columns: ['provinceCode'] }
    const shown = await knock({ query, rows }, { token })
    await attempts.attack('rows of another province', () =>
      provinces.slice(1).some((other) => shown.rows.includes(`(${other})`)),
    )
    expect(shown.rows).toContain(`(${own})`)
  })

  test('shows no row of a compartment that is closed', async () => {
    const query = '{ prescriptions { nodes { code } } }'
    const rows = { chunk: 1000, most: 100_000, columns: ['code'] }
    const doctor = { roles: ['doctor'], facilities: [persona.facilityCode] }
    const codes = async (purpose: string): Promise<readonly string[]> => {
      const token = await ministryToken(system, 'health', { ...doctor, purpose })
      const { rows: text } = await knock({ query, rows }, { token, ministry: 'health' })
      return text.match(/[^()]+/g) ?? []
    }
    await using health = await connected(databaseUrl('health', 'owner'))
    const { rows: secret } = await health.query<{ code: string }>(
      'SELECT code FROM prescription WHERE compartment IS NOT NULL',
    )
    const shown = new Set(await codes('treatment'))
    await attempts.attack('a prescription of a closed compartment', () =>
      secret.some(({ code }) => shown.has(code)),
    )
  })
})

async function ask(body: object, claims: Claims = {}): Promise<Exported> {
  const { token, purpose } = await callerFor(claims)
  return await exported({ url: system.url, token, purpose, body: { format: 'csv', ...body } })
}

async function callerFor(claims: Claims) {
  const all: Claims = { ...officer(), ...claims }
  const { purpose } = all
  const token = await callerToken(system, all)
  return { token, purpose: typeof purpose === 'string' ? purpose : undefined }
}

describe('a file of rows', () => {
  test('masks what the caller sees in part, as an answer does', async () => {
    const query = '{ people { nodes { pin fullName birthDate } } }'
    const file = await ask({ query, rows: 300 }, { purpose: 'civil-defence' })
    const rows = csvCells(file).slice(1)
    expect(rows).toHaveLength(300)
    await attempts.attack('a number or a birth date that is masked', () =>
      rows.some(([pin = '', , birth = '']) => !/^\*{9}\d{3}$/.test(pin) || birth.length > 4),
    )
  })

  const refused = [
    [
      'narrowed by what is masked',
      { purpose: 'residence-confirmation' },
      '{ people(where: { birthDate: { gte: "1990-01-01" } }) { nodes { provinceCode } } }',
    ],
    [
      'a class that is closed',
      { purpose: 'residence-confirmation' },
      '{ people { nodes { ethnicityCode } } }',
    ],
    [
      'a role without rows',
      { roles: ['analyst'], purpose: undefined },
      '{ people { nodes { pin } } }',
    ],
    [
      'a value that does not fit',
      {},
      '{ people(where: { birthDate: { gte: "0000-01-01" } }) { nodes { pin } } }',
    ],
    ['a cursor of another order', {}, '{ people(after: "QUJD") { nodes { pin } } }'],
  ] as const
  test.each(refused)('is refused in the words of an answer: %s', async (name, claims, query) => {
    const file = await ask({ query }, claims)
    const { token, purpose = null } = await callerFor(claims)
    const { body } = await system.ask(token, query, {}, purpose)
    const codes = (body.errors ?? []).map(({ extensions }) => extensions['code'])
    await attempts.attack(name, () => file.status === 200)
    expect(codesOf(file)).toEqual(codes)
    expect(codes.length).toBeGreaterThan(0)
  })

  const names = '{ people { nodes { pin fullName } } }'

  /** Begins a file; answers when its first bytes are there. */
  async function begun(): Promise<IncomingMessage> {
    const { token, purpose = '' } = await callerFor({})
    const sent = request(`${system.url}/export`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-purpose': purpose,
      },
    })
    sent.end(JSON.stringify({ query: names, format: 'csv' }))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    await once(
      response.on('error', () => undefined),
      'readable',
    )
    return response
  }

  const underWay = `FROM pg_stat_activity
    WHERE application_name = 'lien-thong population' AND state <> 'idle'`

  test('that its ministry breaks off does not look like a whole one', async () => {
    await using admin = await connected(adminUrl())
    const response = await begun()
    const { rowCount } = await admin.query(`SELECT pg_terminate_backend(pid) ${underWay}`)
    await new Promise((resolve) => response.once('close', resolve).resume())
    await attempts.attack(
      'half a file of rows passes for a whole one',
      () => response.complete || response.trailers['x-export-end'] !== undefined,
    )
    expect([response.statusCode, rowCount]).toEqual([200, 1])
  })

  test('that nobody waits for leaves no connection of the database behind', async () => {
    await using admin = await connected(adminUrl())
    const response = await begun()
    const count = async (): Promise<number> =>
      (await admin.query<{ n: number }>(`SELECT count(*)::int AS n ${underWay}`)).rows[0]?.n ?? -1
    expect(await count()).toBe(1)
    response.destroy()
    let left = await count()
    for (let i = 0; i < 200 && left > 0; i++) {
      await wait(20)
      left = await count()
    }
    await attempts.attack('a reader that left holds a connection', () => left > 0)
  })
})

test('no attack succeeded', () => {
  expect(attempts.succeeded).toEqual([])
})
