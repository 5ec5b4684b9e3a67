import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RowScope } from '../../auth/row-scope.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { databaseUrl } from '../support/database.ts'
import type { TappedStatement } from '../support/statement-tap.ts'
import { grantsFor, openScopedMinistries, type ScopedMinistries } from './scoped-ministries.ts'

const me: Partial<RowScope> = { subjects: [persona.citizenPin] }
const area: Partial<RowScope> = { communes: [persona.communeCode, '07210'] }
const page = '(first: 5)'

/** Questions that go over joins, entities, filters and counts, none of which may widen a scope. */
const questions: readonly (readonly [ministry: string, scope: Partial<RowScope>, query: string])[] =
  [
    [
      'population',
      area,
      `{ people${page} { totalCount nodes { household { head { pin } members { pin household { id members { pin } } } } } } }`,
    ],
    [
      'population',
      me,
      `{ households { totalCount nodes { memberCount members { pin } head { pin } } } people(where: { household: { members: { some: { sex: { eq: MALE } } } } }) { totalCount } }`,
    ],
    [
      'population',
      area,
      `{ households(where: { members: { none: { sex: { eq: FEMALE } } } }) { totalCount nodes { id } } personTotals { count } householdGroups(groupBy: [{ field: COMMUNE }]) { groups { count } } }`,
    ],
    [
      'population',
      me,
      `{ _entities(representations: [{ __typename: "Person", pin: "${persona.citizenPin}" }, { __typename: "Person", pin: "901046839397" }]) { ... on Person { pin household { members { pin } } } } }`,
    ],
    [
      'land',
      area,
      `{ parcels${page} { totalCount nodes { uses { ordinal parcel { geohash } } registration { serial parties { ordinal personPin } parcels { totalCount nodes { geohash } } } } } }`,
    ],
    [
      'land',
      me,
      `{ landRegistrations { totalCount nodes { parties { personPin } parcels { nodes { uses { code } } } } } parcels(where: { registration: { parties: { some: { role: { ne: MEMBER } } } } }) { totalCount } }`,
    ],
    [
      'land',
      me,
      `{ _entities(representations: [{ __typename: "Person", pin: "${persona.citizenPin}" }, { __typename: "Person", pin: "901046839397" }]) { ... on Person { parcels { totalCount nodes { geohash } } landRegistrations { nodes { parties { personPin } } } } } }`,
    ],
    [
      'health',
      { facilities: [persona.facilityCode] },
      `{ prescriptions${page} { totalCount nodes { replaces { code } diagnoses { ordinal prescription { code } } items { dispensed { quantity dispense { id } } } dispenses { items { quantity } prescription { code } } } } }`,
    ],
    [
      'health',
      me,
      `{ prescriptions(where: { items: { some: { drugCode: { ne: "x" } } } }) { totalCount nodes { items { ordinal } } } dispenses(where: { prescription: { diagnoses: { some: { diagnosisCode: { ne: "x" } } } } }) { totalCount nodes { id } } }`,
    ],
    [
      'health',
      me,
      `{ _entities(representations: [{ __typename: "Person", pin: "${persona.citizenPin}" }, { __typename: "Person", pin: "901046839397" }]) { ... on Person { prescriptions { totalCount nodes { code } } dispenses { totalCount nodes { id } } } } healthFacility(code: "${persona.facilityCode}") { prescriptions { totalCount } } }`,
    ],
    [
      'education',
      { institutions: [persona.institutionCode] },
      `{ enrolments${page} { totalCount nodes { institution { enrolments { totalCount nodes { id } } } } } institutions(where: { enrolments: { some: { grade: { gte: 1 } } } }) { totalCount nodes { code } } }`,
    ],
    [
      'education',
      me,
      `{ institution(code: "${persona.institutionCode}") { enrolments { totalCount nodes { id } } } enrolmentGroups(groupBy: [{ field: STATUS }]) { groups { count } } }`,
    ],
  ]

const all: Partial<RowScope> = { whole: true }

/** The statement's own table is one about persons. */
const personal =
  /^SELECT (?:(?!FROM).)*FROM "(?:person|household|parcel|land_use|land_registration|land_party|prescription\w*|dispense\w*|enrolment)"/s

function reads({ text }: TappedStatement): boolean {
  return /\bFROM\b/.test(text)
}

/** Neither nothing nor a count of nothing. */
function isFigure(value: unknown): boolean {
  return value !== null && Number(value) !== 0
}

describe('each wall around rows holds with the others gone, in every statement of a question', () => {
  let house: ScopedMinistries
  const readers = new Map<string, Client>()
  beforeAll(async () => {
    house = await openScopedMinistries()
    for (const name of ['population', 'land', 'health', 'education']) {
      const reader = new Client({ connectionString: databaseUrl(name, 'reader') })
      await reader.connect()
      readers.set(name, reader)
    }
  })
  afterAll(async () => {
    for (const reader of readers.values()) await reader.end()
    await house[Symbol.asyncDispose]()
  })

  it.each(questions)('%s, %o: %s', async (ministry, scope, query) => {
    const { statements, errors } = await house.through(ministry, query, grantsFor(scope))
    expect(errors).toEqual([])
    const asked = statements.filter(reads)
    expect(asked.length).toBeGreaterThan(0)
    for (const statement of asked) {
      const together = await under(ministry, scope, statement)
      // The WHERE alone: where no policy stands, and where the settings would open everything.
      expect(sorted(await house.rows(ministry, statement)), statement.text).toEqual(together)
      expect(await under(ministry, all, statement), statement.text).toEqual(together)
    }
    // The settings and policies alone: what somebody who may see everything asks, under these settings.
    const wide = await house.through(ministry, query, grantsFor(all))
    const [widest, narrow] = [wide.statements.find(reads), statements.find(reads)]
    if (widest === undefined || narrow === undefined) throw new Error('expected statements')
    expect(await under(ministry, scope, widest)).toEqual(await under(ministry, scope, narrow))
    // Without any setting no record of a person is there.
    for (const statement of wide.statements.filter(({ text }) => personal.test(text)))
      for (const row of await under(ministry, {}, statement))
        expect(Object.values(JSON.parse(row) as object).filter(isFigure), statement.text).toEqual(
          [],
        )
  })

  async function under(
    ministry: string,
    scope: Partial<RowScope>,
    { text, values }: TappedStatement,
  ): Promise<readonly string[]> {
    const reader = readers.get(ministry)
    if (reader === undefined) throw new Error(`expected a reader of ${ministry}`)
    await reader.query('BEGIN READ ONLY')
    const settings = {
      // The caller of these tests may read what lies in it.
      compartments: 'HIV',
      whole: scope.whole === true ? 'on' : '',
      subjects: (scope.subjects ?? []).join(),
      communes: (scope.communes ?? []).join(),
      facilities: (scope.facilities ?? []).join(),
      institutions: (scope.institutions ?? []).join(),
    }
    for (const [name, value] of Object.entries(settings))
      await reader.query('SELECT set_config($1, $2, true)', [`lien_thong.${name}`, value])
    const { rows } = await reader.query<Record<string, unknown>>(text, [...values])
    await reader.query('COMMIT')
    return sorted(rows)
  }
})

/** Rows as text, without the persons behind them, whom the journal is told and no answer. */
function sorted(rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify({ ...row, $subject: undefined })).sort()
}
