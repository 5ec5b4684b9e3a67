import { expect, test } from 'vitest'
import { readModel } from '../../schema/model/read-model.ts'
import { problemText } from '../../schema/problem.ts'
import { checkTables } from './check-tables.ts'
import type { ColumnFact } from './source.ts'

const read = readModel(
  'land',
  `type Parcel @table(name: "parcel", key: ["id"]) @subject(column: "id", recordKey: "secret")
     @aggregate(scopes: [["land:parcel:stats"]]) @requiresScopes(scopes: [["land:parcel:read"]]) {
     id: ID! @classified(level: BASIC, category: "PROPERTY")
   }`,
  'land/schema.graphql',
)
if (!read.ok) throw new Error(read.problems.map(problemText).join('\n'))
const { model } = read

function problems(secret: ColumnFact | undefined): readonly string[] {
  const columns = new Map([['parcel.id', { type: 'text', nullable: false }]])
  if (secret !== undefined) columns.set('parcel.secret', secret)
  return checkTables(model, { columns, tables: new Set(['parcel']), binaryText: true }).map(
    problemText,
  )
}

test('a record key is a column int8 NOT NULL', () => {
  expect(problems({ type: 'int8', nullable: false })).toEqual([])
  expect(problems({ type: 'int8', nullable: true })).toEqual([
    'land/schema.graphql:1: Parcel: parcel.secret: expected int8 NOT NULL for a record key, got int8 [COLUMN_TYPE]',
  ])
  // Of a view nobody can say NOT NULL.
  expect(problems({ type: 'int8', nullable: true, isView: true })).toEqual([])
  expect(problems({ type: 'numeric', nullable: true, isView: true })).toHaveLength(1)
  expect(problems({ type: 'numeric', nullable: false })).toEqual([
    'land/schema.graphql:1: Parcel: parcel.secret: expected int8 NOT NULL for a record key, got numeric NOT NULL [COLUMN_TYPE]',
  ])
  expect(problems(undefined)).toEqual([expect.stringMatching(/no column secret .*COLUMN_MISSING/)])
})
