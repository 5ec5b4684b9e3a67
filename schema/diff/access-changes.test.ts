import { expect, test } from 'vitest'
import { type Composable, compose } from '../compose.ts'
import { readModel } from '../model/read-model.ts'
import { accessChanges } from './access-changes.ts'

const base = `type Parcel @key(fields: "id") @table(name: "parcel", key: ["id"]) @subject(column: "pin")
  @requiresScopes(scopes: [["land:parcel:read"]]) {
  id: ID! @classified(level: BASIC, category: "PROPERTY")
  note: String @classified(level: BASIC, category: "PROPERTY")
}`

function published(text: string) {
  const read = readModel('land', text, 'land.graphql')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const land: Composable = { model: read.model, url: 'http://land/graphql' }
  const composed = compose([land])
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems))
  return composed
}

const told = (to: string, from = 'note: String @classified(level: BASIC, category: "PROPERTY")') =>
  accessChanges(published(base), published(base.replace(from, to))).map(
    ({ severity, message, touches }) => `${severity} ${message} (${touches.join()})`,
  )

test('a field that takes a permission more, or tells another class, breaks those who use it', () => {
  expect(
    told(
      'note: String @classified(level: BASIC, category: "PROPERTY") @requiresScopes(scopes: [["land:registration:read"]])',
    ),
  ).toEqual([
    'breaking opens Parcel.note to land:parcel:read & land:registration:read, no longer to land:parcel:read (Parcel.note)',
  ])
  expect(told('note: String @classified(level: SENSITIVE, category: "HEALTH")')).toEqual([
    'breaking makes Parcel.note tell SENSITIVE HEALTH (Parcel.note)',
  ])
})

test('a rule that opens more, or none that is other, breaks nobody', () => {
  expect(told('note: String @classified(level: BASIC, category: "PROPERTY")')).toEqual([])
  expect(
    told(
      '@requiresScopes(scopes: [["land:parcel:read"], ["land:registration:read"]]) {',
      '@requiresScopes(scopes: [["land:parcel:read"]]) {',
    ),
  ).toEqual([])
})

test('a field that is gone is told by the schema, not by its rule', () => {
  expect(told('')).toEqual([])
})
