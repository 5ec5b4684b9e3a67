import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { ensureMonth } from '../support/journal-months.ts'
import { openSystem, type System, tokenNames } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

interface Entry {
  readonly who: string | null
  readonly agency: string | null
  readonly roles: readonly string[]
  readonly purpose: { readonly id: string; readonly title: string } | null
  readonly ministries: readonly string[]
  readonly classes: readonly string[]
  readonly own: boolean
}
interface LogPage {
  readonly nodes: readonly Entry[]
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

const entryFields = 'at who agency roles purpose { id title } ministries classes own'
const log = `query ($first: Int, $after: String, $from: DateTime) { me { accessLog(first: $first, after: $after, from: $from) {
  nodes { ${entryFields} } hasNextPage endCursor } } }`
const period = { from: '2020-01-01', to: '2099-01-01' }

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let audit: AuditConfig
let system: System
/** A patient of the doctor's facility, and somebody who is none. */
let patient = ''
let stranger = ''

beforeAll(async () => {
  directory = await temporaryDirectory()
  audit = await auditConfig(directory.path)
  system = await openSystem({ audit })
  await using health = await connected(databaseUrl('health', 'owner'))
  const { rows } = await health.query<{ pin: string }>(
    `SELECT patient_pin AS pin FROM prescription
     WHERE facility_code = $1 AND compartment IS NULL ORDER BY code DESC LIMIT 1`,
    [personaCodes.doctorFacility],
  )
  patient = rows[0]?.pin ?? ''
  const elsewhere = await health.query<{ pin: string }>(
    'SELECT patient_pin AS pin FROM prescription GROUP BY 1 HAVING NOT bool_or(facility_code = $1) LIMIT 1',
    [personaCodes.doctorFacility],
  )
  stranger = elsewhere.rows[0]?.pin ?? ''
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

/** A token of the issuer with claims of its own. */
async function tokenOf(sub: string, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const { issuer } = system.keys
  return await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: issuer.kid })
    .setSubject(sub)
    .setIssuer(tokenNames.issuer)
    .setAudience(tokenNames.audience)
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(issuer.privateKey)
}

const citizen = (pin: string) => tokenOf(`citizen of ${pin}`, { roles: ['citizen'], pin })

async function logOf(
  pin: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<LogPage> {
  const { body } = await system.ask(await citizen(pin), log, variables)
  expect(body.errors).toBeUndefined()
  return (body.data as { me: { accessLog: LogPage } }).me.accessLog
}

async function others(pin: string): Promise<readonly Entry[]> {
  const { nodes } = await logOf(pin, { first: 100 })
  return nodes.filter(({ own }) => !own)
}

describe('a citizen’s access log', () => {
  test('tells of a doctor’s read by a join, though no number was selected, and nobody else hears of it', async () => {
    expect(await others(patient)).toEqual([])
    const doctor = await tokenOf('Dr Sáu', {
      roles: ['doctor'],
      agency: 'BV Sáu',
      facilities: [personaCodes.doctorFacility],
    })
    const { body } = await system.ask(
      doctor,
      `{ healthFacility(code: "${personaCodes.doctorFacility}") {
        prescriptions(first: 2, orderBy: [{ field: CODE, direction: DESC }]) { nodes { kind } } } }`,
      undefined,
      'treatment',
    )
    expect(body.errors).toBeUndefined()
    expect(await others(patient)).toEqual([
      {
        at: expect.stringMatching(/Z$/),
        who: 'Dr Sáu',
        agency: 'BV Sáu',
        roles: ['doctor'],
        purpose: { id: 'treatment', title: 'Khám bệnh, chữa bệnh' },
        ministries: ['health'],
        classes: ['SENSITIVE HEALTH'],
        own: false,
      },
    ])
    expect(await others(stranger)).toEqual([])
  })

  test('marks what the citizen read, and pages through all of it once', async () => {
    for (let i = 0; i < 3; i++) await logOf(stranger)
    const all = await logOf(stranger, { first: 100 })
    expect(all.nodes.every(({ own, who }) => own && who === null)).toBe(true)
    const seen: Entry[] = []
    let after: string | null = null
    const { from } = { from: '2020-01-01' }
    for (;;) {
      const page: LogPage = await logOf(stranger, { first: 2, after, from })
      seen.push(...page.nodes)
      if (!page.hasNextPage) break
      after = page.endCursor
      if (seen.length > 50) throw new Error('expected an end')
    }
    // Reading the log adds to it, at its beginning alone.
    expect(seen.slice(2)).toEqual(all.nodes.slice(1))
  })

  test('hides a purpose under embargo until it ends', async () => {
    const { pin, serial } = await landHolder()
    const officer = await tokenOf('Inspector of land', {
      roles: ['land-officer'],
      agency: 'land',
      provinces: Array.from({ length: 99 }, (_, n) => String(n + 1).padStart(2, '0')),
    })
    for (const purpose of ['land-registration', 'land-inspection']) {
      const query = `{ landRegistration(serial: "${serial}") { issuedOn } }`
      const { body } = await system.ask(officer, query, undefined, purpose)
      expect(body.errors).toBeUndefined()
    }
    expect((await others(pin)).map(({ purpose }) => purpose?.id)).toEqual(['land-registration'])
    const hash = audit.personKeys.person(pin)
    expect(await recordedPurposes(hash)).toEqual(['land-inspection', 'land-registration'])
    // Civil defence shows after 30 days.
    await recordAgo(hash, { purpose: 'civil-defence', days: 31 })
    await recordAgo(hash, { purpose: 'civil-defence', days: 29 })
    expect((await others(pin)).map(({ purpose }) => purpose?.id)).toEqual([
      'land-registration',
      'civil-defence',
    ])
  })

  test('is the person’s own alone', async () => {
    const officer = await system.ask(
      'officer',
      '{ people(first: 1) { nodes { accessLog { endCursor } } } }',
    )
    expect(officer.body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})

describe('an inspector', () => {
  const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const { body } = await system.ask(
      'inspector',
      query,
      { ...period, ...variables },
      'access-inspection',
    )
    expect(body.errors).toBeUndefined()
    return body.data as Record<string, never>
  }

  test('finds requests by credential, person and purpose', async () => {
    const search = `query ($from: DateTime!, $to: DateTime!, $caller: ID, $person: PersonalId, $purpose: ID) {
      accessSearch(from: $from, to: $to, caller: $caller, person: $person, purpose: $purpose) {
        nodes { caller purpose { id } verdict coordinates conditions personCount } hasNextPage } }`
    const found = (nodes: unknown) => ({ accessSearch: { nodes, hasNextPage: false } })
    const read = {
      caller: 'Dr Sáu',
      purpose: { id: 'treatment' },
      verdict: 'allowed',
      coordinates: [
        'HealthFacility.prescriptions',
        'Prescription.kind',
        'PrescriptionConnection.nodes',
        'Query.healthFacility',
      ],
      conditions: ['Prescription.code'],
      personCount: 2,
    }
    expect(await ask(search, { caller: 'Dr Sáu' })).toEqual(found([read]))
    expect(await ask(search, { person: patient, purpose: 'treatment' })).toEqual(found([read]))
    expect(await ask(search, { caller: 'Dr Sáu', purpose: 'dispensing' })).toEqual(found([]))
    const citizens = await ask(search, { caller: `citizen of ${stranger}`, person: stranger })
    expect(JSON.stringify(citizens)).toContain('citizen-self')
    expect(JSON.stringify(citizens)).not.toContain(stranger)
  })

  test('sees whose data a credential touched, as hashes, and that is recorded too', async () => {
    const before = await others(patient)
    const touched = await ask(
      `query ($from: DateTime!, $to: DateTime!) { accessedPersons(caller: "Dr Sáu", from: $from, to: $to) {
        nodes { person ministries classes } totalCount } }`,
    )
    const hash = audit.personKeys.person(patient)
    expect(touched).toMatchObject({ accessedPersons: { totalCount: 2 } })
    expect(touched['accessedPersons']?.['nodes']).toContainEqual({
      person: hash,
      ministries: ['health'],
      classes: ['SENSITIVE HEALTH'],
    })
    // Under embargo: the patient does not hear of the inspection yet, but the journal knows.
    expect(await others(patient)).toEqual(before)
    await using journal = await connected(databaseUrl('gateway', 'reader'))
    const { rows } = await journal.query(
      `SELECT classes FROM audit.person WHERE person = $1 AND ministry = 'oversight' AND classes = '{BASIC ACCESS}'
       AND id IN (SELECT id FROM audit.record WHERE body ->> 'purpose' = 'access-inspection')`,
      [hash],
    )
    expect(rows.length).toBeGreaterThan(0)
  })

  test('counts by consumer and day, and is alerted to bulk reading', async () => {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
    const day = { from: today, to: today }
    const counts = await ask(
      'query ($from: Date!, $to: Date!) { accessCounts(by: CALLER, from: $from, to: $to) { day consumer requests refused } }',
      day,
    )
    expect(counts['accessCounts']).toContainEqual({
      day: today,
      consumer: 'Dr Sáu',
      requests: 1,
      refused: 0,
    })
    const alerts = (threshold: number) =>
      ask(
        `query ($from: DateTime!, $to: DateTime!) {
          bulkAlerts(window: DAY, threshold: ${threshold}, from: $from, to: $to) { caller persons requests } }`,
        { from: today, to: new Date(Date.now() + 86_400_000).toISOString() },
      )
    expect((await alerts(2))['bulkAlerts']).toContainEqual({
      caller: 'Dr Sáu',
      persons: 2,
      requests: 1,
    })
    expect((await alerts(1_000_000))['bulkAlerts']).toEqual([])
  })

  test('names a purpose, and no one else searches', async () => {
    const query = `{ accessedPersons(caller: "x", from: "2026-01-01", to: "2026-01-02") { totalCount } }`
    const without = await system.ask('inspector', query, undefined, null)
    expect(without.body.errors?.[0]?.extensions['code']).toBe('PURPOSE_REQUIRED')
    const operator = await system.ask('operator', query)
    expect(operator.body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  })
})

async function landHolder(): Promise<{ readonly pin: string; readonly serial: string }> {
  await using land = await connected(databaseUrl('land', 'owner'))
  const { rows } = await land.query<{ pin: string; serial: string }>(
    `SELECT person_pin AS pin, registration_serial AS serial FROM land_party
     WHERE person_pin IS NOT NULL ORDER BY 1 DESC LIMIT 1`,
  )
  return rows[0] ?? { pin: '', serial: '' }
}

/** Purposes for which the journal holds others' reads of a person. */
async function recordedPurposes(hash: string): Promise<readonly string[]> {
  await using journal = await connected(databaseUrl('gateway', 'reader'))
  const { rows } = await journal.query<{ purpose: string }>(
    `SELECT DISTINCT r.body ->> 'purpose' AS purpose FROM audit.person AS p JOIN audit.record AS r USING (id)
     WHERE p.person = $1 AND r.kind = 'request' AND r.body ->> 'purpose' <> 'citizen-self' ORDER BY 1`,
    [hash],
  )
  return rows.map(({ purpose }) => purpose)
}

/** A read of a person that happened some days ago. */
async function recordAgo(
  hash: string,
  { purpose, days }: { readonly purpose: string; readonly days: number },
): Promise<void> {
  await using journal = await connected(databaseUrl('gateway', 'owner'))
  const at = new Date(Date.now() - days * 86_400_000)
  const [id, chain] = [randomUUID(), randomUUID()]
  await ensureMonth(journal, at)
  const body = {
    kind: 'request',
    id,
    caller: 'old',
    roles: ['officer'],
    purpose,
    verdict: 'allowed',
  }
  await journal.query(
    `INSERT INTO audit.record (chain, seq, at, hash, body) VALUES ($1, 0, $2, '\\x00', $3)`,
    [chain, at, JSON.stringify(body)],
  )
  await journal.query(
    `INSERT INTO audit.person (person, at, id, ministry, classes) VALUES ($1, $2, $3, 'population', '{BASIC IDENTITY}')`,
    [hash, at, id],
  )
}
