import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles } from '../../auth/role.ts'
import { agreementCaller, agreementPurpose, asReconciler } from '../../deploy/agreement-caller.ts'
import { connected } from '../../deploy/connected.ts'
import { ministries } from '../../deploy/ministries.ts'
import { personaNamed } from '../../deploy/persona-choices.ts'
import { type ComparedSample, refreshAgreement } from '../../deploy/refresh-agreement.ts'
import { qualitySampleRows, refreshQuality } from '../../deploy/refresh-quality.ts'
import type { AskMethod } from '../../deploy/steering/method-answer.ts'
import type { AuditConfig } from '../../gateway/config.ts'
import { sameFact } from '../../subgraphs/kit/quality/same-fact.ts'
import { callerToken, ministryToken } from '../attack/caller-token.ts'
import { auditConfig, recordsOf } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { type LandDatabase, openLandDatabase } from '../support/land-database.ts'
import { type Severable, severable } from '../support/severable.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let audit: AuditConfig
let own: LandDatabase
let register: Severable
let system: System
let ask: AskMethod
beforeAll(async () => {
  directory = await temporaryDirectory()
  audit = await auditConfig(directory.path)
  own = await openLandDatabase()
  await judge()
  register = await severable(databaseUrl('population', 'reader'))
  system = await openSystem(
    { audit },
    {
      databases: (name, role) => {
        if (name === 'land') return own.url(role)
        return name === 'population' && role === 'reader' ? register.url : databaseUrl(name, role)
      },
    },
  )
  ask = asReconciler(system.askInside)
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await register[Symbol.asyncDispose]()
  await own[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const land = ministries.filter(({ name }) => name === 'land')

/** A pass over all rows, as the owner of the tables. */
async function judge(): Promise<void> {
  for (const ministry of land)
    await refreshQuality({
      ministry,
      ownerUrl: own.url('owner'),
      unlessYoungerMs: 0,
      fullEveryMs: 0,
      sampleAbove: qualitySampleRows,
      sampleRows: qualitySampleRows,
    })
}

async function compare({ by = ask, sampleRows = 5000, unlessYoungerMs = 0 } = {}) {
  const found: ComparedSample[] = []
  const { signal } = new AbortController()
  for (const ministry of land)
    await refreshAgreement({
      ministry,
      ownerUrl: own.url('owner'),
      ask: by,
      sampleRows,
      unlessYoungerMs,
      signal,
      onCompared: (compared) => found.push(compared),
    })
  return found
}

interface Count {
  readonly agreed: number
  readonly compared: number
}
interface Body {
  readonly data?: Readonly<Record<string, Readonly<Record<string, Count>> | null>> | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

async function counts(query: string): Promise<Body> {
  return JSON.parse(await ask({ query, variables: {} })) as Body
}

/** The fields of each sample, the owner's own text of its rows, and the columns of the register that they are compared with. */
const samples = {
  landPartyAgreement: {
    rows: 'SELECT person_pin, party_name, party_birth_date::text FROM land_party WHERE person_pin IS NOT NULL',
    url: () => own.url('owner'),
    fields: ['partyPinKnown', 'partyNameAgrees', 'partyBirthDateAgrees'],
    facts: ['full_name', 'birth_date'],
  },
  prescriptionAgreement: {
    rows: 'SELECT patient_pin, patient_birth_date::text FROM prescription WHERE compartment IS NULL',
    url: () => databaseUrl('health', 'owner'),
    fields: ['prescriptionPinKnown', 'prescriptionBirthDateAgrees'],
    facts: ['birth_date'],
  },
  enrolmentAgreement: {
    rows: 'SELECT learner_pin, learner_name, learner_birth_date::text, learner_sex FROM enrolment',
    url: () => databaseUrl('education', 'owner'),
    fields: ['learnerPinKnown', 'learnerNameAgrees', 'learnerBirthDateAgrees', 'learnerSexAgrees'],
    facts: ['full_name', 'birth_date', 'sex'],
  },
} as const
type Root = keyof typeof samples

const documentOf = (root: Root, size: number) =>
  `{ ${root}(size: ${size}) { ${samples[root].fields.map((field) => `${field} { agreed compared }`).join(' ')} } }`

async function rowsOf(url: string, text: string): Promise<readonly (readonly string[])[]> {
  await using owner = await connected(url)
  return (await owner.query<string[]>({ text, rowMode: 'array' })).rows
}

/** What both databases together say, joined by hand. */
async function truth(root: Root): Promise<Readonly<Record<string, Count>>> {
  const { rows, url, fields, facts } = samples[root]
  const held = await rowsOf(url(), rows)
  const people = new Map(
    (
      await rowsOf(
        databaseUrl('population', 'owner'),
        `SELECT pin, ${facts.map((fact) => `${fact}::text`).join()} FROM person`,
      )
    ).map(([pin, ...told]) => [pin, told]),
  )
  const known = held.filter(([pin]) => people.has(pin))
  return Object.fromEntries(
    fields.map((field, at) => [
      field,
      at === 0
        ? { agreed: known.length, compared: held.length }
        : {
            agreed: known.filter((row) =>
              sameFact(row[at] ?? '', people.get(row[0])?.[at - 1] ?? ''),
            ).length,
            compared: known.length,
          },
    ]),
  )
}

describe('agreement between sources', () => {
  test.each(Object.keys(samples) as Root[])(
    '%s of all rows finds what the two databases say together, its dirt too',
    async (root) => {
      const { data, errors } = await counts(documentOf(root, 5000))
      expect(errors).toBeUndefined()
      const expected = await truth(root)
      expect(data?.[root]).toEqual(expected)
      for (const { agreed, compared } of Object.values(expected)) {
        expect(agreed).toBeLessThan(compared)
        expect(agreed / compared).toBeGreaterThan(0.9)
      }
    },
  )

  test('a sample is of the size that is asked for, and tells about the share of the whole', async () => {
    const whole = (await truth('enrolmentAgreement'))['learnerNameAgrees']
    const share = (whole?.agreed ?? 0) / (whole?.compared ?? 1)
    const { data } = await counts(documentOf('enrolmentAgreement', 400))
    const found = data?.['enrolmentAgreement']
    expect(found?.['learnerPinKnown']?.compared).toBe(400)
    const { agreed = 0, compared = 0 } = found?.['learnerNameAgrees'] ?? {}
    // Six standard deviations of a draw of so many.
    const reach = 6 * Math.sqrt((share * (1 - share)) / compared)
    expect(Math.abs(agreed / compared - share)).toBeLessThan(reach)
  })

  test.each([
    [1, undefined],
    [5000, undefined],
    [0, 'BAD_USER_INPUT'],
    [5001, 'BAD_USER_INPUT'],
  ])('a sample of %i: %s', async (size, code) => {
    const { errors } = await counts(documentOf('landPartyAgreement', size))
    expect(errors?.[0]?.extensions.code).toBe(code)
  })
})

interface Score {
  readonly criterion: string | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly share: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly method: string | null
  readonly asOf: string | null
}
const scoreFields = 'criterion numerator denominator share lower upper method asOf'

async function shown() {
  const { body } = await system.ask(
    'analyst',
    `{ landQuality { score { ${scoreFields} } criteria { ${scoreFields} } tables { rules { code score { ${scoreFields} } } } } }`,
  )
  expect(body.errors).toBeUndefined()
  const { landQuality } = body.data as {
    landQuality: {
      score: Score
      criteria: readonly Score[]
      tables: readonly { rules: readonly { code: string; score: Score }[] }[]
    }
  }
  const rules = landQuality.tables.flatMap((table) => table.rules)
  return {
    score: landQuality.score,
    agreement: landQuality.criteria.find(({ criterion }) => criterion === 'AGREEMENT'),
    name: rules.find(({ code }) => code === 'party-name-agrees')?.score,
  }
}

describe('what was found', () => {
  test('is shown with method, interval and moment beside the other figures; before there is no evidence', async () => {
    const before = await shown()
    expect(before.agreement).toMatchObject({ share: null, numerator: null, method: null })
    expect(before.score).toMatchObject({ method: 'FULL', lower: null })
    const [found, ...others] = await compare()
    expect(others).toEqual([])
    const expected = Object.values(await truth('landPartyAgreement'))
    expect(found?.rules.map(({ agreed, compared }) => ({ agreed, compared }))).toEqual(expected)

    const after = await shown()
    const sum = (part: keyof Count) => expected.reduce((all, one) => all + one[part], 0)
    expect(after.agreement).toMatchObject({
      numerator: sum('agreed'),
      denominator: sum('compared'),
      method: 'SAMPLE',
    })
    const { share, lower, upper, asOf } = after.name ?? {}
    expect(share).toBeGreaterThan(lower ?? 1)
    expect(share).toBeLessThan(upper ?? 0)
    expect(Date.parse(asOf ?? '')).toBeGreaterThan(Date.now() - 3_600_000)
    // What all rows said is certain: the whole score's interval is far narrower than that of the sample.
    expect(after.score.method).toBe('SAMPLE')
    expect((after.score.upper ?? 1) - (after.score.lower ?? 0)).toBeLessThan(
      ((upper ?? 1) - (lower ?? 0)) / 2,
    )
  })

  test('stays when rows are judged again, and is not made anew before its time', async () => {
    await compare()
    const { agreement } = await shown()
    await judge()
    expect((await shown()).agreement).toEqual(agreement)
    expect(await compare({ unlessYoungerMs: 3_600_000 })).toEqual([])
  })

  test('stays with its moment when the register is away: half an answer is kept of nothing', async () => {
    await compare()
    const { agreement } = await shown()
    register.sever('gone')
    try {
      await expect(compare()).rejects.toThrow(
        /could not be compared: LandParty: .*SUBGRAPH_|DOWNSTREAM|UNAVAILABLE/,
      )
    } finally {
      register.mend()
    }
    expect((await shown()).agreement).toEqual(agreement)
  })

  test('of a rule in another version is no evidence', async () => {
    await compare()
    await using owner = await connected(own.url('owner'))
    await owner.query(
      `UPDATE lien_thong.quality_result SET version = 99 WHERE rule = 'party-name-agrees'`,
    )
    expect((await shown()).name).toMatchObject({ share: null, method: null })
    expect(await compare({ unlessYoungerMs: 3_600_000 })).toHaveLength(1)
    expect((await shown()).name?.share).toBeGreaterThan(0.9)
  })

  test('tells nobody who refuses: a gateway that does not let it ask leaves all as it was', async () => {
    const { agreement } = await shown()
    const by: AskMethod = async (question) => {
      const { body } = await system.ask('analyst', question.query, question.variables)
      return JSON.stringify(body)
    }
    await expect(compare({ by })).rejects.toThrow('the gateway refused')
    expect((await shown()).agreement).toEqual(agreement)
  })
})

describe('whoever would use it to learn of a person', () => {
  const counted = '{ landPartyAgreement(size: 1) { partyNameAgrees { agreed compared } } }'
  const reconciler = (claims = {}) =>
    callerToken(system, { sub: 'service', roles: ['reconciler'], ...claims })

  test.each(roles)('%s is not told that there is such a field', async (role) => {
    const { body } = await system.ask(role, counted)
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ])
  })

  test('nobody signs in as the service', async () => {
    expect(personaNamed('reconciler')).toBeUndefined()
    const response = await fetch(`${system.url}/dev/oidc/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_id=reconciler',
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
  })

  test('the service needs its purpose, and no other serves', async () => {
    const token = await reconciler()
    for (const purpose of [null, 'indicator-evaluation', 'population-management']) {
      const { body } = await system.ask(token, counted, {}, purpose)
      expect(body.errors?.[0]?.extensions['code']).toBe('PURPOSE_REQUIRED')
    }
    const { body } = await system.ask(token, counted, {}, agreementPurpose)
    expect(body.errors).toBeUndefined()
  })

  test.each([
    '{ landPartyAgreement { draw } }',
    '{ landPartyAgreement { rows { registeredPerson { pin fullName } } } }',
    '{ landPartyAgreement(size: 1, pin: "901188000001") { partyNameAgrees { agreed } } }',
    '{ registeredPerson(pin: "901188000001") { fullName } }',
    '{ _entities(representations: []) { __typename } }',
    '{ people(first: 1) { nodes { fullName } } }',
    '{ landRegistrations(first: 1) { nodes { serial } } }',
    '{ landQuality { standing } }',
  ])('the service itself cannot ask %s', async (query) => {
    const { body } = await system.ask(await reconciler(), query, {}, agreementPurpose)
    expect(body.data ?? null).toBeNull()
    expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test.each(roles)('%s gets nothing of the register’s facts past the gateway', async (role) => {
    const token = await ministryToken(system, 'population', { roles: [role], provinces: ['01'] })
    const response = await fetch(system.ministryUrls['population'] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query:
          '{ _entities(representations: [{ __typename: "RegisteredPerson", pin: "901188000001" }]) { ... on RegisteredPerson { fullName } } }',
      }),
    })
    const body = (await response.json()) as Body
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })

  test('the journal names who asked and whose facts were compared; a citizen sees it at once', async () => {
    await counts(documentOf('landPartyAgreement', 5000))
    const asked = (await recordsOf(audit.gatewayName)).filter(
      ({ caller, purpose }) => caller === agreementCaller && purpose === agreementPurpose,
    )
    expect(asked.length).toBeGreaterThan(0)
    const { body } = await system.ask(
      'citizen',
      '{ me { accessLog(first: 50) { nodes { who purpose { id } ministries classes own } } } }',
    )
    const { me } = body.data as { me: { accessLog: { nodes: readonly { who: string }[] } } }
    expect(me.accessLog.nodes.find(({ who }) => who === agreementCaller)).toEqual({
      who: agreementCaller,
      purpose: { id: agreementPurpose },
      ministries: expect.arrayContaining(['land', 'population']),
      classes: ['BASIC IDENTITY'],
      own: false,
    })
  })
})
