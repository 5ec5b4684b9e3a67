import { readFileSync } from 'node:fs'
import { buildASTSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { openDocumentUse } from '../use/document-use.ts'
import { openSelections } from './selection.ts'

const supergraph = parse(
  readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
)
const schema = buildASTSchema(supergraph, { assumeValid: true })
const selectionOf = openSelections(supergraph, schema, openDocumentUse(schema))

function selected(text: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(text)
  expect(validate(schema, document)).toEqual([])
  return selectionOf(document, undefined, variables)
}

const where = { or: [{ sex: { eq: 'FEMALE' } }, { not: { ethnicityCode: { in: ['01'] } } }] }

test.each([
  [
    'in the text',
    '{ people(where: { or: [{ sex: { eq: FEMALE } }, { not: { ethnicityCode: { in: ["01"] } } }] }) { nodes { fullName } } }',
    {},
  ],
  [
    'in a variable',
    'query ($where: PersonFilter) { people(where: $where) { nodes { fullName } } }',
    { where },
  ],
  [
    'in a fragment',
    '{ ...page } fragment page on Query { people(where: { sex: { eq: FEMALE }, ethnicityCode: { isNull: false } }) { nodes { fullName } } }',
    {},
  ],
])(
  'filters are named, with their classes and without their values: %s',
  (_where, text, variables) => {
    const { coordinates, conditions, classes } = selected(text, variables)
    expect(coordinates).not.toContain('Person.ethnicityCode')
    expect(conditions).toEqual(['Person.ethnicityCode', 'Person.sex'])
    expect(classes).toContain('SENSITIVE ETHNICITY')
  },
)

test('orders, and filters over joined rows', () => {
  const { conditions } = selected(
    '{ prescriptions(orderBy: [{ field: ISSUED_AT }], where: { diagnoses: { some: { diagnosisCode: { startsWith: "A" } } } }) { nodes { code } } }',
  )
  expect(conditions).toEqual([
    'Prescription.diagnoses',
    'Prescription.issuedAt',
    'PrescriptionDiagnosis.diagnosisCode',
  ])
})

test('keys of groups, conditions on groups and measures, also when a variable holds them', () => {
  const expected = ['Parcel.area', 'Parcel.province']
  expect(
    selected(
      '{ parcelGroups(groupBy: [{ field: PROVINCE }], having: { area: { sum: { gt: 1 } } }) { groups { count } } }',
    ).conditions,
  ).toEqual(expected)
  expect(
    selected(
      'query ($by: [ParcelGroupBy!]!, $order: [ParcelGroupOrder!]) { parcelGroups(groupBy: $by, orderBy: $order) { groups { count } } }',
      { by: [{ field: 'PROVINCE' }], order: { measure: { field: 'AREA', fn: 'SUM' } } },
    ).conditions,
  ).toEqual(expected)
  // An age is no field of a person's record.
  expect(
    selected('{ personGroups(groupBy: [{ field: AGE }]) { groups { count } } }').conditions,
  ).toEqual(['PersonGroupKey.age'])
})

test('a question without conditions has none', () => {
  expect(selected('{ people { nodes { fullName } } }').conditions).toEqual([])
})
