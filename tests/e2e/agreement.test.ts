import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles } from '../../auth/role.ts'
import { agreementCaller, agreementPurpose } from '../../deploy/agreement-caller.ts'
import { personaNamed } from '../../deploy/persona-choices.ts'
import { callerToken, ministryToken } from '../attack/caller-token.ts'
import { recordsOf } from '../audit/audited-world.ts'
import { type AgreementHouse, openAgreementHouse } from '../support/agreement-house.ts'
import {
  type AgreementCount,
  agreementDocument,
  type AgreementRoot,
  agreementSamples,
} from '../support/agreement-truth.ts'

let house: AgreementHouse
beforeAll(async () => {
  house = await openAgreementHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

interface Body {
  readonly data?: Readonly<Record<string, Readonly<Record<string, AgreementCount>> | null>> | null
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

async function counts(query: string): Promise<Body> {
  return JSON.parse(await house.ask({ query, variables: {} })) as Body
}

describe('agreement between sources', () => {
  test.each(Object.keys(agreementSamples) as AgreementRoot[])(
    '%s of all rows finds what the two databases say together, its dirt too',
    async (root) => {
      const { data, errors } = await counts(agreementDocument(root, 5000))
      expect(errors).toBeUndefined()
      const expected = await house.truth(root)
      expect(data?.[root]).toEqual(expected)
      for (const { agreed, compared } of Object.values(expected)) {
        expect(agreed).toBeLessThan(compared)
        expect(agreed / compared).toBeGreaterThan(0.9)
      }
    },
  )

  test('a sample is of the size that is asked for, and tells about the share of the whole', async () => {
    const whole = (await house.truth('enrolmentAgreement'))['learnerNameAgrees']
    const share = (whole?.agreed ?? 0) / (whole?.compared ?? 1)
    const { data } = await counts(agreementDocument('enrolmentAgreement', 400))
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
    const { errors } = await counts(agreementDocument('landPartyAgreement', size))
    expect(errors?.[0]?.extensions.code).toBe(code)
  })
})

describe('whoever would use it to learn of a person', () => {
  const counted = '{ landPartyAgreement(size: 1) { partyNameAgrees { agreed compared } } }'
  const reconciler = (claims = {}) =>
    callerToken(house.system, { sub: 'service', roles: ['reconciler'], ...claims })

  test.each(roles)('%s is not told that there is such a field', async (role) => {
    const { body } = await house.system.ask(role, counted)
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ])
  })

  test('nobody signs in as the service', async () => {
    expect(personaNamed('reconciler')).toBeUndefined()
    const response = await fetch(`${house.system.url}/dev/oidc/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_id=reconciler',
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
  })

  test('the service needs its purpose, and no other serves', async () => {
    const token = await reconciler()
    for (const purpose of [null, 'indicator-evaluation', 'population-management']) {
      const { body } = await house.system.ask(token, counted, {}, purpose)
      expect(body.errors?.[0]?.extensions['code']).toBe('PURPOSE_REQUIRED')
    }
    const { body } = await house.system.ask(token, counted, {}, agreementPurpose)
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
    const { body } = await house.system.ask(await reconciler(), query, {}, agreementPurpose)
    expect(body.data ?? null).toBeNull()
    expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test.each(roles)('%s gets nothing of the register’s facts past the gateway', async (role) => {
    const token = await ministryToken(house.system, 'population', {
      roles: [role],
      provinces: ['01'],
    })
    const response = await fetch(house.system.ministryUrls['population'] ?? '', {
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
    await counts(agreementDocument('landPartyAgreement', 5000))
    const asked = (await recordsOf(house.audit.gatewayName)).filter(
      ({ caller, purpose }) => caller === agreementCaller && purpose === agreementPurpose,
    )
    expect(asked.length).toBeGreaterThan(0)
    const { body } = await house.system.ask(
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
