import { expect, test } from 'vitest'
import type { Grants } from '../../../auth/grants.ts'
import { allRows, noRows } from '../../../auth/row-scope.ts'
import { readModel } from '../../../schema/model/read-model.ts'
import { targetTable } from '../../../schema/model/walk-path.ts'
import { problemText } from '../../../schema/problem.ts'
import type { RequestContext } from '../request-context.ts'
import { rowsOf } from './rows-of.ts'

const read = readModel(
  'education',
  `type Institution @key(fields: "code") @table(name: "institution", key: ["code"])
     @requiresScopes(scopes: [["education:institution:read"]]) {
     code: ID!
     enrolments: [Enrolment!]! @join(columns: ["institution_code"]) @filterable
   }
   type Enrolment @table(name: "enrolment", key: ["id"]) @subject(column: "learner_pin")
     @scope(by: INSTITUTION, column: "institution_code")
     @requiresScopes(scopes: [["education:enrolment:read"]]) { id: ID! @classified(level: BASIC, category: "EDUCATION") @filterable }`,
  'x',
)
if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
const { model } = read
const table = (name: string) => {
  const found = targetTable(model, name)
  if (found === undefined) throw new Error(`expected a table ${name}`)
  return found
}

function settings(type: string, grants: Grants) {
  const context: Pick<
    RequestContext,
    'source' | 'grants' | 'lookedUp' | 'shared' | 'compartments'
  > = {
    source: { model, columns: new Map(), binaryText: true },
    grants,
    lookedUp: new Set(),
    compartments: [],
    shared: new Map(),
  }
  return rowsOf(context as RequestContext, table(type), 'read').settings
}

const catalogue: Grants = { 'education:institution:read': allRows }
const school: Grants = {
  ...catalogue,
  'education:enrolment:read': { ...noRows, institutions: ['TH00004001'] },
}

test('a catalogue that filters by personal rows opens no more of them to the policies than the caller may see', () => {
  expect(settings('Institution', school)).toMatchObject({
    whole: false,
    institutions: ['TH00004001'],
  })
  expect(settings('Institution', catalogue)).toEqual({
    whole: false,
    subjects: [],
    provinces: [],
    communes: [],
    facilities: [],
    institutions: [],
    keys: [],
    compartments: [],
  })
  expect(settings('Enrolment', school)).toMatchObject({ institutions: ['TH00004001'] })
})
