import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { withoutPersonalNumbers } from './without-personal-numbers.ts'

const schema = buildSchema(`
  scalar PersonalId
  input IdFilter { eq: PersonalId in: [PersonalId!] }
  input Filter { pin: IdFilter name: String and: [Filter!] }
  type Person { name: String }
  type Query { person(pin: PersonalId!): Person people(where: Filter, first: Int): [Person!] }
`)
const kept = (query: string, variables = '', operation?: string) =>
  withoutPersonalNumbers(schema, { query, variables, operation })

test('numbers written in the document are left out, wherever they stand', () => {
  const text = `{ a: person(pin: "900000000001") { name } people(where: {and: [{pin: {in: ["x1", "x2"]}, name: "An"}]}) { name } }`
  expect(kept(text)?.query).toBe(
    `{ a: person(pin: "…") { name } people(where: {and: [{pin: {in: ["…", "…"]}, name: "An"}]}) { name } }`,
  )
})

test('and those given as variables, by their type', () => {
  const query =
    'query A($pin: PersonalId!, $where: Filter, $first: Int) { person(pin: $pin) { name } }'
  const given = {
    pin: 'x1',
    where: { and: [{ pin: { in: ['x2'] }, name: 'An' }] },
    first: 3,
    odd: 'x3',
  }
  expect(JSON.parse(kept(query, JSON.stringify(given))?.variables ?? '')).toEqual({
    pin: '…',
    where: { and: [{ pin: { in: '…' }, name: 'An' }] },
    first: 3,
    odd: '…',
  })
})

test('what looks like one is left out where no type says so', () => {
  const found = kept('# of 900000000001\n{ people(where: {name: "900000000001"}) { name } }')
  expect(found?.query).toBe('# of …\n{ people(where: {name: "…"}) { name } }')
  expect(kept('{ people(first: 1000000) { name } }')?.query).toBe(
    '{ people(first: 1000000) { name } }',
  )
})

test('a text that cannot be read is not kept, nor are its variables', () => {
  expect(kept('{ person(pin: "9000')).toBeUndefined()
  expect(kept('{ people { name } }', '{ "pin": "900')?.variables).toBe('')
})
