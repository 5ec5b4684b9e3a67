import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { ministries } from '../../deploy/ministries.ts'
import { databaseUrl } from '../support/database.ts'
import {
  type MinistryQuestion,
  servedMinistry,
  type ServedForTest,
} from '../support/served-ministry.ts'

type As = NonNullable<MinistryQuestion['as']>
const treating: As = { role: 'doctor', purpose: 'treatment' }
const listed: As = { role: 'doctor', purpose: 'hiv-treatment' }
const otherRole: As = { role: 'pharmacist', purpose: 'dispensing' }
const counting: As = { role: 'analyst' }

let health: ServedForTest
let owner: Client
let reader: Client
const arv = { code: '', prescription: '', facility: '', dispense: '' }

beforeAll(async () => {
  const definition = ministries.find(({ name }) => name === 'health')
  if (definition === undefined) throw new Error('expected the ministry health')
  health = await servedMinistry(definition, databaseUrl('health', 'reader'), {
    // Counts show which rows are open: noise would hide it.
    profileOf: () => undefined,
  })
  owner = new Client({ connectionString: databaseUrl('health', 'owner') })
  reader = new Client({ connectionString: databaseUrl('health', 'reader') })
  await owner.connect()
  await reader.connect()
  const { rows } = await owner.query<typeof arv>(
    `SELECT i.drug_code AS code, p.code AS prescription,
       p.facility_code AS facility, d.id AS dispense
     FROM prescription p
     JOIN prescription_diagnosis g ON g.prescription_code = p.code AND g.diagnosis_code = 'B20'
     JOIN prescription_item i ON i.prescription_code = p.code AND i.ordinal = 1
     JOIN dispense d ON d.prescription_code = p.code
     WHERE p.kind = 'C' ORDER BY p.code LIMIT 1`,
  )
  Object.assign(arv, rows[0])
})
afterAll(async () => {
  await health[Symbol.asyncDispose]()
  await owner.end()
  await reader.end()
})

async function counted(text: string): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`)
  return Number(rows[0]?.n)
}

async function numbers(query: string, as: As): Promise<readonly number[]> {
  const { data, errors } = await health.ask({ query, as })
  expect(errors).toEqual([])
  const found = JSON.stringify(data).matchAll(/"(?:count|totalCount|countDistinct)":(\d+)/g)
  return Array.from(found, ([, digits]) => Number(digits))
}

const isHiv = `(EXISTS (SELECT FROM prescription_diagnosis g WHERE g.prescription_code = p.code
  AND g.diagnosis_code ~ '^(B2[0-4]|Z21)')
  OR EXISTS (SELECT FROM prescription_item i WHERE i.prescription_code = p.code AND i.drug_code = '`

test('the ministry marks every prescription with such a diagnosis or drug, and all that belongs to it', async () => {
  expect(arv.prescription).not.toBe('')
  const marked = await counted(`prescription WHERE compartment = 'HIV'`)
  expect(marked).toBeGreaterThan(20)
  expect(await counted(`prescription p WHERE ${isHiv}${arv.code}'))`)).toBe(marked)
  expect(
    await counted(`prescription p WHERE compartment IS NOT NULL AND NOT ${isHiv}${arv.code}'))`),
  ).toBe(0)
  for (const table of ['prescription_diagnosis', 'prescription_item', 'dispense', 'dispense_item'])
    expect(
      await counted(
        `${table} t JOIN prescription p ON p.code = t.prescription_code
         WHERE t.compartment IS DISTINCT FROM p.compartment`,
      ),
      table,
    ).toBe(0)
})

describe('a row in a compartment is there for its readers alone', () => {
  const b20 = 'diagnoses: { some: { diagnosisCode: { startsWith: "B20" } } }'
  const doors: readonly (readonly [name: string, query: () => string, from: string])[] = [
    ['a count of rows', () => '{ prescriptions { totalCount } }', 'prescription t WHERE true'],
    [
      'a filter by diagnosis',
      () => `{ prescriptions(where: { ${b20} }) { totalCount } }`,
      `prescription t WHERE EXISTS (SELECT FROM prescription_diagnosis g
         WHERE g.prescription_code = t.code AND g.diagnosis_code LIKE 'B20%')`,
    ],
    [
      'a filter by drug',
      () =>
        `{ prescriptions(where: { items: { some: { drugCode: { eq: "${arv.code}" } } } }) { totalCount } }`,
      `prescription t WHERE EXISTS (SELECT FROM prescription_item i
         WHERE i.prescription_code = t.code AND i.drug_code = '$arv')`,
    ],
    [
      'what a filter leaves over',
      () => `{ prescriptions(where: { not: { or: [{ ${b20} }] } }) { totalCount } }`,
      `prescription t WHERE NOT EXISTS (SELECT FROM prescription_diagnosis g
         WHERE g.prescription_code = t.code AND g.diagnosis_code LIKE 'B20%')`,
    ],
    [
      'a filter over joined rows',
      () => `{ dispenses(where: { prescription: { ${b20} } }) { totalCount } }`,
      `dispense t WHERE EXISTS (SELECT FROM prescription_diagnosis g
         WHERE g.prescription_code = t.prescription_code AND g.diagnosis_code LIKE 'B20%')`,
    ],
    [
      'the rows of another',
      () => `{ healthFacility(code: "${arv.facility}") { prescriptions { totalCount } } }`,
      `prescription t WHERE facility_code = '$facility'`,
    ],
  ]
  test.each(doors)('%s', async (_name, query, from) => {
    const rows = from.replace('$arv', arv.code).replace('$facility', arv.facility)
    const [all, open] = [await counted(rows), await counted(`${rows} AND t.compartment IS NULL`)]
    expect(all).toBeGreaterThanOrEqual(open)
    expect(await numbers(query(), listed)).toEqual([all])
    expect(await numbers(query(), treating)).toEqual([open])
    expect(await numbers(query(), otherRole)).toEqual([open])
  })

  const statistics: readonly (readonly [name: string, query: string, sql: string])[] = [
    ['totals', '{ prescriptionTotals { count } }', 'prescription t WHERE true'],
    ['totals of what was dispensed', '{ dispenseTotals { count } }', 'dispense t WHERE true'],
    [
      'patients',
      '{ prescriptionTotals { patientPin { countDistinct } } }',
      '(SELECT DISTINCT patient_pin FROM prescription t WHERE $only) x',
    ],
    [
      'groups',
      '{ prescriptionGroups(groupBy: [{ field: KIND }], where: { kind: { eq: C } }) { groups { count } } }',
      "prescription t WHERE kind = 'C'",
    ],
    [
      'totals of a province',
      '{ _entities(representations: [{ __typename: "Province", code: "01" }]) { ... on Province { prescriptionTotals { count } } } }',
      "prescription t WHERE province_code = '01'",
    ],
  ]
  test.each(statistics)('statistics without it: %s', async (_name, query, sql) => {
    const open = sql.includes('$only')
      ? sql.replace('$only', 'compartment IS NULL')
      : `${sql} AND compartment IS NULL`
    expect(await counted(sql.replace('$only', 'true'))).toBeGreaterThan(await counted(open))
    expect(await numbers(query, counting)).toEqual([await counted(open)])
  })

  test('a filter by the drug finds nothing to count', async () => {
    const drug = `items: { some: { drugCode: { eq: "${arv.code}" } } }`
    expect(await numbers(`{ prescriptionTotals(where: { ${drug} }) { count } }`, counting)).toEqual(
      [0],
    )
  })

  test('its key opens it to nobody else, also where it is known', async () => {
    const query = `{ prescription(code: "${arv.prescription}") { code items { drugCode } } dispense(id: "${arv.dispense}") { id }
      found: _entities(representations: [{ __typename: "Prescription", code: "${arv.prescription}" }]) { ... on Prescription { code } } }`
    for (const as of [treating, otherRole, { role: 'doctor', purpose: 'emergency-care' } as const])
      expect((await health.ask({ query, as })).data).toEqual({
        prescription: null,
        dispense: null,
        found: [null],
      })
    expect((await health.ask({ query, as: listed })).data).toMatchObject({
      prescription: { code: arv.prescription },
      dispense: { id: arv.dispense },
      found: [{ code: arv.prescription }],
    })
  })

  test('no order and no page shows it', async () => {
    const query =
      '{ prescriptions(first: 1000, orderBy: [{ field: ISSUED_AT, direction: DESC }]) { nodes { code } } }'
    const closed = new Set(
      (
        await owner.query<{ code: string }>(
          `SELECT code FROM prescription WHERE compartment = 'HIV'`,
        )
      ).rows.map(({ code }) => code),
    )
    const codesFor = async (as: As) => {
      const { data } = await health.ask({ query, as })
      const { nodes } = (data?.['prescriptions'] ?? { nodes: [] }) as { nodes: { code: string }[] }
      return nodes.map(({ code }) => code)
    }
    expect((await codesFor(treating)).filter((code) => closed.has(code))).toEqual([])
    expect((await codesFor(listed)).some((code) => closed.has(code))).toBe(true)
  })
})

describe('each of the walls stands alone', () => {
  test('the condition, where no policy stands below', async () => {
    const { statements } = await health.ask({
      query: '{ prescriptions(first: 1000) { nodes { code } } }',
      as: treating,
    })
    const [statement] = statements.filter(({ text }) => text.includes('FROM "prescription"'))
    expect(statement).toBeDefined()
    const { rows } = await owner.query<{ code: string }>(statement?.text ?? '', [
      ...(statement?.values ?? []),
    ])
    expect(rows.length).toBeGreaterThan(100)
    const codes = `('${rows.map(({ code }) => code).join("','")}')`
    expect(await counted(`prescription WHERE compartment IS NOT NULL AND code IN ${codes}`)).toBe(0)
  })

  test.each([
    'prescription',
    'prescription_diagnosis',
    'prescription_item',
    'dispense',
    'dispense_item',
  ])('the policy of %s, where nothing narrows the rows', async (table) => {
    const under = async (compartments: string) => {
      await reader.query('BEGIN READ ONLY')
      await reader.query(
        `SELECT set_config('lien_thong.whole', 'on', true), set_config('lien_thong.compartments', $1, true)`,
        [compartments],
      )
      const { rows } = await reader.query<{ n: string }>(
        `SELECT count(*) AS n FROM ${table} WHERE compartment IS NOT NULL`,
      )
      await reader.query('COMMIT')
      return Number(rows[0]?.n)
    }
    const all = await counted(`${table} WHERE compartment = 'HIV'`)
    expect(all).toBeGreaterThan(0)
    for (const closed of ['', 'hiv', 'OTHER', '*']) expect(await under(closed)).toBe(0)
    expect(await under('OTHER,HIV')).toBe(all)
  })
})

test('who reads the own rows of a compartment, and counts everybody, does not count those of others', async () => {
  const query = '{ prescriptionTotals { count } }'
  const grants = {
    'health:prescription:stats': allRows,
    'health:prescription:read': { ...noRows, subjects: ['901000000001'] },
  }
  const both = { query, grants, caller: 'citizen and analyst' }
  const open = await health.ask({ ...both, as: { role: 'citizen', purpose: 'citizen-self' } })
  const closed = await health.ask({ ...both, as: { role: 'citizen' } })
  expect(open.errors).toEqual([])
  expect(JSON.stringify(open.data)).toMatch(/"count":\d+/)
  expect(open.data).toEqual(closed.data)
})
