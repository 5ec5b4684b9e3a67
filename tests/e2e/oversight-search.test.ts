import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { disclosureProfiles } from '../../auth/disclosure-profile.ts'
import { connected } from '../../deploy/connected.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { callerToken } from '../attack/caller-token.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let audit: AuditConfig
let system: System
const agency = `agency-${randomUUID().slice(0, 8)}`
const client = `client-${randomUUID().slice(0, 8)}`
const from = new Date(Date.now() - 3_600_000).toISOString()
const to = new Date(Date.now() + 3_600_000).toISOString()
let failedId = ''

beforeAll(async () => {
  directory = await temporaryDirectory()
  audit = await auditConfig(directory.path)
  system = await openSystem({ audit })
  const officer = await callerToken(system, {
    sub: 'officer of note',
    roles: ['officer'],
    provinces: ['01'],
    agency,
    client_id: client,
    purpose: undefined,
  })
  const ok = await system.ask(
    officer,
    'query Names { people(first: 2) { nodes { fullName } } }',
    undefined,
    'population-management',
  )
  expect(ok.body.errors).toBeUndefined()
  const failed = await system.ask(
    officer,
    '{ people(first: 1) { nodes { fullName } } }',
    undefined,
    null,
  )
  expect(failed.body.errors?.[0]?.extensions['code']).toBe('PURPOSE_REQUIRED')
  failedId = String(failed.body.extensions?.['requestId'])
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

interface Found {
  readonly nodes: readonly Readonly<Record<string, unknown>>[]
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

async function search(more: string, range = { from, to }) {
  const { body } = await system.ask(
    'inspector',
    `{ accessSearch(from: "${range.from}", to: "${range.to}", ${more}) { nodes {
        caller operation verdict requestId gateway status codes ministries rows durationMs personCount }
        hasNextPage endCursor } }`,
    undefined,
    'access-inspection',
  )
  return body
}
const found = async (more: string) => {
  const body = await search(`agency: "${agency}", ${more}`)
  expect(body.errors).toBeUndefined()
  return (body.data as { accessSearch: Found }).accessSearch.nodes
}

describe('the search of the journal', () => {
  test('tells what became of a request, and which gateway recorded it', async () => {
    expect(await found('verdict: "allowed"')).toEqual([
      {
        caller: 'officer of note',
        operation: 'Names',
        verdict: 'allowed',
        requestId: expect.stringMatching(/^[\w-]{36}$/),
        gateway: audit.gatewayName,
        status: 200,
        codes: [],
        ministries: ['population'],
        rows: expect.any(Number),
        durationMs: expect.any(Number),
        personCount: 2,
      },
    ])
  })

  test.each([
    ['role: "officer"', 2],
    ['role: "doctor"', 0],
    ['dataClass: "BASIC IDENTITY"', 2],
    ['dataClass: "RESTRICTED HEALTH"', 0],
    ['coordinate: "Person.fullName"', 2],
    ['coordinate: "Person.birthDate"', 0],
    ['verdict: "refused"', 1],
    ['verdict: "schema"', 0],
    ['code: "PURPOSE_REQUIRED"', 1],
    ['code: "FORBIDDEN"', 0],
    ['purpose: "population-management"', 1],
    ['caller: "officer of note"', 2],
    ['caller: "somebody else"', 0],
    ['emergency: true', 0],
  ])('%s finds %i', async (filter, count) => {
    expect(await found(filter)).toHaveLength(count)
  })

  test('finds by application, gateway and the id that an answer told', async () => {
    expect(await found(`client: "${client}"`)).toHaveLength(2)
    expect(await found('client: "another"')).toHaveLength(0)
    expect(await found(`gateway: "${audit.gatewayName}"`)).toHaveLength(2)
    expect(await found('gateway: "another"')).toHaveLength(0)
    expect(await found(`requestId: "${failedId}"`)).toMatchObject([
      { requestId: failedId, verdict: 'refused', codes: ['PURPOSE_REQUIRED'], status: 403 },
    ])
  })

  test('pages through what was narrowed, each once', async () => {
    const first = await search(`agency: "${agency}", first: 1`)
    const page = (first.data as { accessSearch: Found }).accessSearch
    expect(page).toMatchObject({ nodes: [{ verdict: 'refused' }], hasNextPage: true })
    const second = await search(`agency: "${agency}", first: 1, after: "${page.endCursor}"`)
    expect(second.data).toMatchObject({
      accessSearch: { nodes: [{ verdict: 'allowed' }], hasNextPage: false },
    })
  })

  test('reads 31 days through and no more; by credential any period', async () => {
    const days = (count: number) => ({
      from: '2026-10-01T00:00:00Z',
      to: new Date(Date.UTC(2026, 9, 1) + count * 86_400_000).toISOString(),
    })
    expect((await search(`agency: "${agency}"`, days(31))).errors).toBeUndefined()
    const long = await search(`agency: "${agency}"`, days(32))
    expect(long.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    expect((await search('caller: "officer of note"', days(400))).errors).toBeUndefined()
    const wrong = await search('verdict: "maybe"')
    expect(wrong.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })

  test('takes text as text, whatever it says', async () => {
    const names = ['role', 'agency', 'client', 'dataClass', 'coordinate', 'code', 'gateway']
    for (const text of ["' OR true --", '%', '$1', '}'.repeat(500), 'null']) {
      const filters = names.map((name) => `${name}: ${JSON.stringify(text)}`).join(', ')
      const body = await search(filters)
      expect(body.errors).toBeUndefined()
      expect(body.data).toMatchObject({ accessSearch: { nodes: [] } })
    }
    const zero = await search('client: "a\\u0000"')
    expect(zero.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

describe('counts', () => {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  test.each([
    ['ROLE', 'officer'],
    ['CLASS', 'BASIC IDENTITY'],
    ['GATEWAY', undefined],
    ['CODE', 'PURPOSE_REQUIRED'],
    ['AGENCY', agency],
  ])('an operator sees them by %s, and no request', async (by, consumer) => {
    const { body } = await system.ask(
      'operator',
      `{ accessCounts(by: ${by}, from: "${today}", to: "${today}") { consumer requests refused } }`,
    )
    expect(body.errors).toBeUndefined()
    const lines = (body.data as { accessCounts: { consumer: string; requests: number }[] })
      .accessCounts
    const line = lines.find((one) => one.consumer === (consumer ?? audit.gatewayName))
    expect(line?.requests).toBeGreaterThanOrEqual(by === 'CODE' ? 1 : 2)
    const refused = await system.ask(
      'operator',
      `{ accessSearch(from: "${from}", to: "${to}") { hasNextPage } }`,
    )
    expect(refused.body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})

/** Requests of other days that a ministry answered, as the gateway writes them, and whose records each showed. */
async function recorded(
  requests: readonly {
    readonly day: string
    readonly agency: string
    readonly class: string | undefined
    readonly persons: number
  }[],
): Promise<void> {
  await using journal = await connected(databaseUrl('gateway', 'owner'))
  const chain = randomUUID()
  let seq = 0
  for (const { day, agency: office, class: name, persons } of requests) {
    const month = day.slice(0, 7)
    const [year = 0, number = 0] = month.split('-').map(Number)
    const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
    await journal.query(
      `CREATE TABLE IF NOT EXISTS audit.record_${month.replace('-', '_')} PARTITION OF audit.record
       FOR VALUES FROM ('${month}-01 00:00:00+00') TO ('${next} 00:00:00+00')`,
    )
    const at = `${day}T05:00:00.000Z`
    const id = randomUUID()
    const shown = Array.from({ length: persons }, (_, n) => `k.${office}${name}${n}`)
    const bodies = [
      { kind: 'request', id, caller: 'x', roles: ['doctor'], agency: office, verdict: 'allowed' },
      {
        kind: 'outcome',
        id,
        ministries: { land: { requests: 1, rows: 3 } },
        persons: name === undefined ? {} : { land: [{ classes: [name], persons: shown }] },
      },
    ]
    for (const body of bodies)
      await journal.query(
        `INSERT INTO audit.record (chain, seq, at, hash, body) VALUES ($1, $2, $3, '\\x00', $4)`,
        [chain, seq++, at, JSON.stringify(body)],
      )
  }
}

describe('who reads the data of a ministry', () => {
  const enough = Math.max(...disclosureProfiles.map(({ threshold }) => threshold))
  const day = '2025-03-04'
  const office = (name: string) => `${name} ${agency}`
  const readers = async (who: string, ministry = 'land', range = [day, day]) =>
    await system.ask(
      who,
      `{ ministryReaders(ministry: "${ministry}", from: "${range[0]}", to: "${range[1]}") {
         day roles agency dataClass requests persons } }`,
      undefined,
      null,
    )
  const landPublisher = () =>
    callerToken(system, { sub: 'pub', roles: ['publisher'], agency: 'land' })

  beforeAll(() =>
    recorded([
      { day, agency: office('many'), class: 'SENSITIVE HEALTH', persons: enough },
      { day, agency: office('few'), class: 'SENSITIVE HEALTH', persons: enough - 1 },
      { day, agency: office('few'), class: 'BASIC IDENTITY', persons: enough - 1 },
      { day, agency: office('one'), class: 'RESTRICTED HEALTH', persons: 1 },
      { day, agency: office('statistics'), class: undefined, persons: 0 },
    ]),
  )

  test('is told by agency and class from the threshold on; below it no figures, and of sensitive data no line', async () => {
    const { body } = await readers(await landPublisher())
    expect(body.errors).toBeUndefined()
    const lines = (body.data as { ministryReaders: { agency: string }[] }).ministryReaders
    const own = lines.filter((line) => line.agency?.endsWith(agency))
    const base = { day, roles: ['doctor'] }
    expect(own).toHaveLength(3)
    expect(own).toEqual(
      expect.arrayContaining([
        {
          ...base,
          agency: office('many'),
          dataClass: 'SENSITIVE HEALTH',
          requests: 1,
          persons: enough,
        },
        {
          ...base,
          agency: office('few'),
          dataClass: 'BASIC IDENTITY',
          requests: null,
          persons: null,
        },
        { ...base, agency: office('statistics'), dataClass: null, requests: 1, persons: 0 },
      ]),
    )
  })

  test('is told to its own publisher, an inspector and an operator, and to nobody else', async () => {
    for (const who of ['inspector', 'operator'])
      expect((await readers(who)).body.errors).toBeUndefined()
    const other = await callerToken(system, { sub: 'p', roles: ['publisher'], agency: 'health' })
    expect((await readers(other)).body.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    for (const wrong of ['LAND', 'land ', '', 'land,health'])
      expect(
        (await readers(await landPublisher(), wrong)).body.errors?.[0]?.extensions['code'],
      ).toBe('FORBIDDEN')
    const none = await callerToken(system, { sub: 'p', roles: ['publisher'] })
    const odd = await callerToken(system, { sub: 'p', roles: ['publisher'], agency: 'la,nd' })
    for (const who of ['citizen', 'officer', 'analyst', none, odd])
      expect((await readers(who)).body.errors?.[0]?.extensions['code']).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      )
  })

  test('says nothing of today, so that nobody is told apart by asking twice', async () => {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
    const { body } = await readers('operator', 'population', [today, today])
    expect(body.data).toEqual({ ministryReaders: [] })
  })

  test('counts 31 days at once, and no more', async () => {
    const range = (end: string) => readers('operator', 'land', ['2025-03-01', end])
    expect((await range('2025-04-01')).body.errors).toBeUndefined()
    const long = await range('2025-04-02')
    expect(long.body.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})
