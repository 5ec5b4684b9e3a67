import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { type Arena, openArena } from './arena.ts'

/** Statistics are no way to read one person: neither without a purpose, nor by a filter, nor by the work that they took. */
describe('statistics that say what one person is', () => {
  let arena: Arena
  let pin = ''
  let learner = ''
  let commune = ''
  let born = ''
  beforeAll(async () => {
    arena = await openArena()
    const { provinceCode, institutionCode } = persona
    const first = async (ministry: string, text: string, value: string): Promise<string> =>
      (await arena.column(ministry, text, [value]))[0] ?? ''
    pin = await first(
      'population',
      'SELECT min(pin) FROM person WHERE province_code = $1',
      provinceCode,
    )
    commune = await first('population', 'SELECT commune_code FROM person WHERE pin = $1', pin)
    born = await first('population', 'SELECT birth_date::text FROM person WHERE pin = $1', pin)
    learner = await first(
      'education',
      'SELECT min(learner_pin) FROM enrolment WHERE institution_code = $1',
      institutionCode,
    )
  })
  afterAll(async () => {
    arena.attempts.report()
    await arena[Symbol.asyncDispose]()
  })

  const one = (): string => `where: { pin: { eq: "${pin}" } }`
  const school = (): string =>
    `where: { enrolments: { some: { learnerPin: { eq: "${learner}" } } } }`
  const some = (): string =>
    'where: { enrolments: { some: { status: { eq: COMPLETED }, grade: { eq: 2 } } } }'
  const questions: readonly (readonly [
    who: string,
    purpose: string | null,
    query: () => string,
  ])[] = [
    ['officer', null, () => `{ personTotals(${one()}) { count } }`],
    [
      'officer',
      null,
      () =>
        `{ personGroups(${one()}, groupBy: [{ field: ETHNICITY }, { field: MARITAL_STATUS }]) { groups { count } } }`,
    ],
    [
      'officer',
      null,
      () => `{ personGroups(${one()}, groupBy: [{ field: BIRTH_DATE }]) { groups { count } } }`,
    ],
    [
      'officer',
      null,
      () =>
        `{ householdTotals(where: { members: { some: { pin: { eq: "${pin}" } } } }) { count } }`,
    ],
    [
      'officer',
      'residence-confirmation',
      () =>
        `{ personTotals(where: { pin: { eq: "${pin}" }, ethnicityCode: { ne: "99" } }) { count } }`,
    ],
    [
      'officer',
      'residence-confirmation',
      () => `{ personGroups(${one()}, groupBy: [{ field: ETHNICITY }]) { groups { count } } }`,
    ],
    [
      'officer',
      'residence-confirmation',
      () =>
        `{ householdTotals(where: { members: { some: { maritalStatus: { eq: MARRIED } } } }) { count } }`,
    ],
    [
      'officer',
      'civil-defence',
      () => `{ personGroups(groupBy: [{ field: MARITAL_STATUS }]) { groups { count } } }`,
    ],
    [
      'school-officer',
      null,
      () => `{ enrolmentTotals(where: { learnerPin: { eq: "${learner}" } }) { count } }`,
    ],
    ['school-officer', null, () => `{ institutionTotals(${school()}) { count } }`],
    ['school-officer', null, () => `{ institutionTotals(${some()}) { count } }`],
    ['analyst', null, () => `{ institutionTotals(${school()}) { count } }`],
    ['analyst', null, () => `{ institutionTotals(${some()}) { count } }`],
    [
      'analyst',
      null,
      () => `{ institutionGroups(groupBy: [{ field: LEVEL }], ${some()}) { groups { count } } }`,
    ],
    [
      'analyst',
      null,
      () =>
        `{ enrolmentTotals(where: { institution: { enrolments: { none: { grade: { eq: 2 } } } } }) { count } }`,
    ],
    [
      'analyst',
      null,
      () => `{ provinces(first: 3) { nodes { institutionTotals(${some()}) { count } } } }`,
    ],
  ]
  test.each(questions)('%s, for %s', async (who, purpose, query) => {
    const { body } = await arena.system.ask(who, query(), {}, purpose)
    const figures = JSON.stringify(body.data ?? null)
    await arena.attempts.attack(`${who} ${query()}`, () => /"count":"?\d/.test(figures))
    expect(figures).not.toMatch(/"count":"?\d/)
    for (const { extensions } of body.errors ?? [])
      expect(['FORBIDDEN', 'PURPOSE_REQUIRED']).toContain(extensions['code'])
    expect(body.errors).not.toHaveLength(0)
  })

  test('for the purpose that opens it, the same is answered', async () => {
    const grouped = `{ personGroups(${one()}, groupBy: [{ field: ETHNICITY }]) { groups { count } } }`
    const officer = await arena.ask('officer', grouped)
    expect(officer.body.data).toEqual({ personGroups: { groups: [{ count: 1 }] } })
    const teacher = await arena.ask(
      'school-officer',
      `{ institutionTotals(${school()}) { count } }`,
    )
    expect(teacher.body.data).toEqual({ institutionTotals: { count: 1 } })
  })

  test('without a purpose, statistics are those of a caller without rights to the rows', async () => {
    const few = `{ personGroups(where: { birthDate: { eq: "${born}" } }, groupBy: [{ field: SEX }]) { groups { count disclosure { status } } } }`
    const { body } = await arena.system.ask('officer', few, {}, null)
    const text = JSON.stringify(body)
    await arena.attempts.attack('an officer without a purpose', () => /"count":\d/.test(text))
    expect(body.errors).toBeUndefined()
    expect(text).not.toMatch(/"count":\d/)
  })

  test('the work that it took does not tell whether there is anybody', async () => {
    const work = async (date: string): Promise<unknown> => {
      const { body } = await arena.ask(
        'analyst',
        `{ personGroups(where: { birthDate: { eq: "${date}" }, communeCode: { eq: "${commune}" } }, groupBy: [{ field: SEX }, { field: ETHNICITY }]) { groups { count } } }`,
      )
      const provenance = body.extensions?.['provenance'] as Record<string, Record<string, unknown>>
      const { rows, statements } = provenance['population'] ?? {}
      return { rows, statements, groups: body.data }
    }
    const [somebody, nobody] = [await work(born), await work('1890-01-01')]
    await arena.attempts.attack(
      'rows and statements of provenance',
      () => JSON.stringify(somebody) !== JSON.stringify(nobody),
    )
    expect(somebody).toEqual(nobody)
  })

  test('let no attack succeed', () => expect(arena.attempts.succeeded).toEqual([]))
})
