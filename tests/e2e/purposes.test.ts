import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { callerToken } from '../attack/caller-token.ts'
import { openSystem, type System, type SystemAnswer } from '../support/system.ts'

let system: System
beforeAll(async () => {
  system = await openSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

function refusal({ status, body, statements }: SystemAnswer) {
  const [error] = body.errors ?? []
  const { purposes, coordinates } = (error?.extensions ?? {}) as {
    purposes?: readonly { id: string; title: unknown }[]
    coordinates?: readonly string[]
  }
  return {
    status,
    code: error?.extensions['code'],
    ...(purposes === undefined ? {} : { purposes: purposes.map(({ id }) => id) }),
    ...(coordinates === undefined ? {} : { coordinates }),
    asked: Object.values(statements).flat().length,
  }
}

const people = '{ people(first: 2) { nodes { pin fullName birthDate } } }'
const required = { status: 403, code: 'PURPOSE_REQUIRED', asked: 0 }

describe('records of persons take a purpose', () => {
  test('the refusal lists those that fit the caller and the document, with their titles', async () => {
    const answer = await system.ask('officer', people, {}, null)
    const purposes = ['population-management', 'residence-confirmation', 'civil-defence']
    expect(refusal(answer)).toEqual({ ...required, purposes })
    expect(answer.body.errors?.[0]?.extensions['purposes']).toContainEqual({
      id: 'residence-confirmation',
      title: { vi: 'Xác nhận nơi cư trú', en: 'Confirming residence' },
    })
    const ethnic = '{ people(first: 2) { nodes { ethnicityCode } } }'
    expect(refusal(await system.ask('officer', ethnic, {}, 'residence-confirmation'))).toEqual({
      ...required,
      purposes: ['population-management'],
    })
    expect((await system.ask('officer', ethnic)).body.errors).toBeUndefined()
  })

  test.each([
    ['a count', '{ people { totalCount } }'],
    ['that a row is there', `{ person(pin: "${persona.citizenPin}") { __typename } }`],
    ['an alias', '{ provinces: people(first: 1) { nodes { name: __typename } } }'],
    [
      'a fragment',
      '{ ...F } fragment F on Query { people(first: 1) { ...G } } fragment G on PersonConnection { edges { cursor } }',
    ],
    ['an inline fragment', '{ ... { ... on Query { households(first: 1) { totalCount } } } }'],
    ['include', '{ people(first: 1) @include(if: true) { totalCount } }'],
    [
      'include by a variable',
      'query ($yes: Boolean = true) { people(first: 1) @include(if: $yes) { totalCount } }',
    ],
    [
      'a second operation beside it',
      '{ provinces(first: 1) { nodes { code } } people(first: 1) { totalCount } }',
    ],
  ])('and nothing gets around it: %s', async (_how, query) => {
    expect(refusal(await system.ask('officer', query, {}, null))).toMatchObject(required)
  })

  test('a part that is skipped is not read', async () => {
    const query =
      'query ($rows: Boolean!) { provinces(first: 1) { totalCount } people @include(if: $rows) { totalCount } }'
    expect((await system.ask('officer', query, { rows: false }, null)).body.errors).toBeUndefined()
    expect(refusal(await system.ask('officer', query, { rows: true }, null))).toMatchObject(
      required,
    )
  })

  test('statistics and catalogues take none', async () => {
    const query = '{ personTotals { count } provinces(first: 1) { totalCount } }'
    expect((await system.ask('analyst', query)).body.errors).toBeUndefined()
    expect((await system.ask('officer', query, {}, null)).body.errors).toBeUndefined()
  })

  test('citizens read their own for their own purpose, which need not be named', async () => {
    const { body } = await system.ask('citizen', '{ me { pin } }', {}, null)
    expect(body.data).toEqual({ me: { pin: persona.citizenPin } })
  })

  test('yes or no about a person is a record too', async () => {
    const query = `{ verifyPerson(pin: "${persona.citizenPin}", fullName: "${persona.citizenName}", birthDate: "${persona.citizenBirthDate}") }`
    expect(refusal(await system.ask('application', query, {}, null))).toEqual({
      ...required,
      purposes: ['identity-check'],
    })
    expect((await system.ask('application', query)).body.data).toEqual({ verifyPerson: true })
  })

  test("another role's purpose is refused, and one that nobody registered named so", async () => {
    expect(refusal(await system.ask('officer', people, {}, 'treatment'))).toMatchObject(required)
    expect(
      refusal(await system.ask('analyst', '{ personTotals { count } }', {}, 'treatment')),
    ).toMatchObject(required)
    const unknown = await system.ask('officer', people, {}, 'curiosity')
    expect(refusal(unknown)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', asked: 0 })
    expect(unknown.body.errors?.[0]?.message).toContain('residence-confirmation')
  })

  test('a token may be bound to one purpose, and is good for no other', async () => {
    const claims = { roles: ['officer'], provinces: ['01'], purpose: 'residence-confirmation' }
    const token = await callerToken(system, claims)
    expect((await system.ask(token, people)).body.errors).toBeUndefined()
    expect(
      (await system.ask(token, people, {}, 'residence-confirmation')).body.errors,
    ).toBeUndefined()
    expect(refusal(await system.ask(token, people, {}, 'population-management'))).toEqual({
      ...required,
      purposes: ['residence-confirmation'],
    })
  })

  test('under a purpose the roles that may not use it rest', async () => {
    const claims = {
      roles: ['officer', 'citizen'],
      provinces: ['24'],
      pin: persona.citizenPin,
      purpose: 'citizen-self',
    }
    const token = await callerToken(system, claims)
    const { body } = await system.ask(token, '{ people(first: 10) { nodes { pin } } }')
    expect(body.data).toEqual({ people: { nodes: [{ pin: persona.citizenPin }] } })
    expect(refusal(await system.ask(token, '{ personTotals { count } }'))).toEqual({
      status: 403,
      code: 'FORBIDDEN',
      coordinates: ['Query.personTotals'],
      asked: 0,
    })
  })

  test.each([
    [
      'a filter',
      '{ people(where: { ethnicityCode: { eq: "02" } }) { totalCount } }',
      'Person.ethnicityCode',
    ],
    [
      'a filter in a variable',
      'query ($w: PersonFilter = { not: { maritalStatus: { eq: MARRIED } } }) { people(where: $w) { totalCount } }',
      'Person.maritalStatus',
    ],
    [
      'a filter over joined rows',
      '{ households(where: { members: { some: { ethnicityCode: { eq: "02" } } } }) { totalCount } }',
      'Person.ethnicityCode',
    ],
  ])('narrowing rows by a field reads it: %s', async (_how, query, coordinate) => {
    const answer = await system.ask('officer', query, {}, 'residence-confirmation')
    expect(refusal(answer)).toMatchObject({
      code: 'PURPOSE_REQUIRED',
      coordinates: [coordinate],
      asked: 0,
    })
    expect((await system.ask('officer', query)).body.errors).toBeUndefined()
  })
})

describe('who a person is', () => {
  const rows = `{ people(first: 3) { nodes { number: pin fullName otherName ...B } } } fragment B on Person { birthDate }`
  const seen = async (who: 'officer' | 'land-officer', purpose: string) => {
    const { body } = await system.ask(who, rows, {}, purpose)
    expect(body.errors).toBeUndefined()
    const { nodes } = (body.data?.['people'] ?? { nodes: [] }) as {
      nodes: readonly { number: string; fullName: string; birthDate: string }[]
    }
    expect(nodes).toHaveLength(3)
    return nodes
  }

  test('is seen whole, in part or as a year, as the purpose says', async () => {
    for (const { number, fullName, birthDate } of await seen('officer', 'population-management')) {
      expect(number).toMatch(/^\d{12}$/)
      expect(fullName).toMatch(/\p{L}{2}/u)
      expect(birthDate).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
    for (const { number, fullName, birthDate } of await seen('land-officer', 'land-inspection')) {
      expect(number).toMatch(/^\*{9}\d{3}$/)
      expect(fullName).toMatch(/^\p{L}\.( \p{L}\.)+$/u)
      expect(birthDate).toMatch(/^\d{4}$/)
    }
    const [defended] = await seen('officer', 'civil-defence')
    expect(defended).toMatchObject({
      number: expect.stringMatching(/^\*{9}\d{3}$/) as unknown,
      fullName: expect.stringMatching(/\p{L}{2}/u) as unknown,
      birthDate: expect.stringMatching(/^\d{4}$/) as unknown,
    })
  })

  test('stays masked by every way, and ministries are still joined by the whole number', async () => {
    const query = `{ landRegistrations(first: 5, where: { holderKind: { eq: HOUSEHOLD } }) { nodes { parties {
      personPin person { pin fullName parcels(first: 1) { nodes { registration { parties { personPin person { again: pin } } } } } } } } } }`
    const { body } = await system.ask('land-officer', query, {}, 'land-inspection')
    expect(body.errors).toBeUndefined()
    const text = JSON.stringify(body.data)
    expect(text).not.toMatch(/\d{12}/)
    expect(text).toMatch(/"fullName":"\p{L}\./u)
    expect(text).toMatch(/"pin":"\*{9}\d{3}"/)
    const whole = await system.ask('land-officer', query, {}, 'land-registration')
    expect(JSON.stringify(whole.body.data)).toMatch(/"pin":"\d{12}"/)
  })

  test('a pharmacist sees a patient in part, and the whole number in an emergency', async () => {
    const query = `{ prescription(code: "${persona.prescriptionCode}") { patientPin patientBirthDate } }`
    const patientFor = async (purpose: string) =>
      (await system.ask('pharmacist', query, {}, purpose)).body.data?.['prescription']
    const year = persona.citizenBirthDate.slice(0, 4)
    expect(await patientFor('dispensing')).toEqual({
      patientPin: `*********${persona.citizenPin.slice(-3)}`,
      patientBirthDate: year,
    })
    expect(await patientFor('emergency-care')).toEqual({
      patientPin: persona.citizenPin,
      patientBirthDate: year,
    })
  })

  test.each([
    [
      'a filter',
      '{ people(where: { birthDate: { lt: "1980-01-01" } }) { totalCount } }',
      'Person.birthDate',
    ],
    [
      'a name',
      '{ people(where: { or: [{ fullName: { startsWith: "Ng" } }] }) { totalCount } }',
      'Person.fullName',
    ],
    [
      'a number',
      `{ people(where: { pin: { in: ["${persona.citizenPin}"] } }) { totalCount } }`,
      'Person.pin',
    ],
    [
      'an order',
      '{ people(first: 1, orderBy: [{ field: BIRTH_DATE }]) { totalCount nodes { pin } } }',
      'Person.birthDate',
    ],
    [
      'joined rows',
      `{ landRegistrations(where: { parties: { some: { personPin: { eq: "${persona.citizenPin}" } } } }) { totalCount } }`,
      'LandParty.personPin',
    ],
  ])('what is masked narrows and orders nothing: %s', async (_how, query, coordinate) => {
    expect(refusal(await system.ask('land-officer', query, {}, 'land-inspection'))).toMatchObject({
      code: 'FORBIDDEN',
      coordinates: [coordinate],
      asked: 0,
    })
  })

  test.each([
    [
      'a filter of totals',
      '{ personTotals(where: { birthDate: { lt: "1980-01-01" } }) { count } }',
    ],
    ['a key of groups', '{ personGroups(groupBy: [{ field: BIRTH_DATE }]) { groups { count } } }'],
    ['an age', '{ personGroups(groupBy: [{ field: AGE }]) { groups { count } } }'],
  ])('nor statistics of rows that the caller may read: %s', async (_how, query) => {
    expect(refusal(await system.ask('officer', query, {}, 'residence-confirmation'))).toMatchObject(
      {
        code: 'FORBIDDEN',
        coordinates: ['Person.birthDate'],
        asked: 0,
      },
    )
    for (const who of ['officer', 'analyst'] as const)
      expect((await system.ask(who, query)).body.errors).toBeUndefined()
  })
})
