import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { judgeChanges } from '../check/judge-changes.ts'
import { schemaChanges } from './schema-changes.ts'

const before = `
type Cat { id: ID! }
type Ghost { id: ID! }
type Query { cat: Cat ghost: Ghost }
`
const used = (coordinate: string) => ({
  days: 10,
  uses: [{ coordinate, consumer: 'role:analyst', requests: 4, lastDay: '2026-11-20' }],
})

test('a type that goes with all that lies in it is one change, touched by the use of any of it', async () => {
  const after = before.replace('type Ghost { id: ID! }', '').replace(' ghost: Ghost', '')
  const changes = await schemaChanges(buildSchema(before), buildSchema(after))
  expect(changes.map(({ kind, coordinate }) => `${kind} ${coordinate}`)).toEqual([
    'TYPE_REMOVED Ghost',
    'FIELD_REMOVED Query.ghost',
  ])
  expect(
    judgeChanges(changes, used('Ghost.id')).problems.map(({ coordinate }) => coordinate),
  ).toEqual(['Ghost'])
})

test('another query type touches everybody', async () => {
  const renamed = `schema { query: Root } ${before.replace('type Query', 'type Root')}`
  const changes = await schemaChanges(buildSchema(before), buildSchema(renamed))
  const change = changes.find(({ kind }) => kind === 'SCHEMA_QUERY_TYPE_CHANGED')
  expect(judgeChanges(change ? [change] : [], used('Cat.id')).problems).toHaveLength(1)
})
