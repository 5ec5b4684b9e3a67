import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSystem, type System, withoutControl } from '../support/system.ts'
import { openPlainSql, type PlainSql } from './plain-sql.ts'
import { reports } from './reports.ts'

/** Reports of analysts, and the rollups that answer them. What is not named here comes from the tables. */
const answeredFrom: Readonly<Record<string, readonly string[]>> = {
  'land-per-household': ['household.byCommune', 'parcel.byCommune'],
  'parcels-authenticated': ['parcel.byCommune'],
  'people-by-ethnicity': ['person.byPeopleAndPlace'],
  'prescriptions-by-month': ['prescription.byProvinceAndMonth'],
  'prescriptions-for-the-old': ['person.byBirthAndPlace'],
  'pupils-and-children': ['enrolment.byCommune', 'person.byBirthAndCommune'],
  'staff-and-pupils': ['enrolment.byProvince'],
  'universities-and-land': ['enrolment.byInstitution', 'land_use.byPurpose'],
}

const rollups = { maxAgeMs: 86_400_000, checkMs: 86_400_000 }

describe('the reports from rollups', () => {
  let exact: System
  let controlled: System
  let controlledTables: System
  let sql: PlainSql
  beforeAll(async () => {
    exact = await openSystem({}, { ...withoutControl, rollups })
    controlled = await openSystem({}, { rollups })
    controlledTables = await openSystem()
    sql = await openPlainSql()
  })
  afterAll(async () => {
    for (const one of [exact, controlled, controlledTables, sql]) await one[Symbol.asyncDispose]()
  })

  it.each(Object.entries(answeredFrom))(
    '%s says what the databases say, and which rollups it is from',
    async (name, from) => {
      const query = textOf(name)
      const { body, statements } = await exact.ask('analyst', query)
      expect(body.errors).toBeUndefined()
      expect(JSON.parse(JSON.stringify(body.data))).toEqual(await reports[name]?.expected(sql))
      const told = rollupsOf(body.extensions)
      expect(told.map((one) => one.name).sort()).toEqual(from)
      expect(told.every(({ asOf }) => !Number.isNaN(Date.parse(asOf)))).toBe(true)
      for (const [ministry, most] of Object.entries(reports[name]?.statements ?? {}))
        expect(statements[ministry]?.length, ministry).toBeLessThanOrEqual(most)
    },
  )

  it.each(Object.keys(answeredFrom))('%s is controlled as from the tables', async (name) => {
    const query = textOf(name)
    const kept = await controlled.ask('analyst', query)
    const base = await controlledTables.ask('analyst', query)
    expect(kept.body.errors).toBeUndefined()
    expect(kept.body.data).toEqual(base.body.data)
    expect(rollupsOf(kept.body.extensions).length).toBeGreaterThan(0)
  })
})

function textOf(name: string): string {
  return readFileSync(new URL(`../../docs/reports/${name}.graphql`, import.meta.url), 'utf8')
}

function rollupsOf(extensions: Readonly<Record<string, unknown>> | undefined) {
  const provenance = extensions?.['provenance'] as Readonly<
    Record<string, { asOf: string; rollups?: readonly { name: string; asOf: string }[] }>
  >
  return Object.values(provenance).flatMap((one) => one.rollups ?? [])
}
