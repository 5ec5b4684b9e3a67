import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitTable } from '../../deploy/limit-table.ts'
import { openWorld, type World } from './gateway-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ maxAnswerBytes: 65_536 })
})
afterAll(() => world[Symbol.asyncDispose]())

const times = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ')
const within = (levels: number, open: string, close: string) =>
  `${open.repeat(levels)}${close.repeat(levels)}`
const nested = (levels: number): unknown =>
  levels === 0 ? 1 : JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`)
const length = (query: string) => JSON.stringify({ query }).length

interface Asked {
  readonly query: string
  readonly variables?: unknown
}

const two = 'fragment F on Province { code name }'
const ten = 'fragment G on Province { ...F ...F ...F ...F ...F }'

/** By limit, a request that comes to so much of it. */
const requests: Readonly<Record<string, (amount: number) => Asked>> = {
  bodyBytes: (amount) => {
    const query = '{ __typename }'
    return { query: `${query}${' '.repeat(amount - length(query))}` }
  },
  // The variables are an object, and so the first level.
  variableDepth: (amount) => ({ query: '{ __typename }', variables: { a: nested(amount - 1) } }),
  variableValues: (amount) => {
    const lists = Math.ceil(amount / 10_000)
    const items = amount - lists
    const sizes = Array.from({ length: lists }, (_, i) => Math.floor((items + i) / lists))
    const variables = Object.fromEntries(sizes.map((size, i) => [`v${i}`, Array(size).fill(1)]))
    return { query: '{ __typename }', variables }
  },
  listItems: (amount) => ({ query: '{ __typename }', variables: { a: Array(amount).fill(1) } }),
  // Eleven stand around the list.
  tokens: (amount) => ({
    query: `query A { listed(names: [${times(amount - 11, () => '"a"')}]) }`,
  }),
  nesting: (amount) => ({
    query: `{ listed(names: ${within(amount - 2, '[', ']')}) }`,
  }),
  depth: (amount) => ({ query: `{ ${'a { '.repeat(amount - 1)} a ${'}'.repeat(amount - 1)} }` }),
  rootFields: (amount) => ({ query: `{ ${times(amount, () => '__typename')} }` }),
  aliases: (amount) => ({ query: `{ provinces { ${times(amount, (i) => `a${i}: code`)} } }` }),
  directives: (amount) => ({
    query: `{ ${times(20, () => `__typename ${times(Math.floor(amount / 20), () => '@skip(if: false)')}`)} __typename ${times(amount % 20, () => '@skip(if: false)')} }`,
  }),
  fields: (amount) => ({
    query: `{ provinces { ${times(Math.floor((amount - 1) / 10), () => '...G')} ${times((amount - 1) % 10, () => 'code')} } } ${two} ${ten}`,
  }),
  introspectionAliases: (amount) => ({
    query: `{ ${amount === 0 ? '' : 'a: '}__schema { queryType { name } } }`,
  }),
  introspectionTypes: (amount) => ({
    query: `{ ${times(amount, (i) => `t${i}: __type(name: "Query") { name }`)} }`,
  }),
}

/** What is told of a request: the limit that it passes, with its figures. */
async function passed({ query, variables }: Asked) {
  const { errors } = await world.ask(query, variables === undefined ? {} : { variables })
  const found = errors.find(({ extensions }) => extensions['code'] === 'DOCUMENT_TOO_LARGE')
  return found?.extensions
}

const tested = limitTable.filter(({ code }) => code === 'DOCUMENT_TOO_LARGE')

test('every limit of a document is tried on both its sides', () => {
  expect(Object.keys(requests).sort()).toEqual(tested.map(({ name }) => name).sort())
})

test.each(tested.map(({ name, at }) => [name, at] as const))('%s', async (name, at) => {
  const allowed = typeof at === 'number' ? at : Number(at.default)
  const make = requests[name]
  if (make === undefined) throw new Error(`expected a request for ${name}`)
  const other = (await passed(make(allowed)))?.['limit']
  expect(other).not.toBe(name)
  const beyond = await passed(make(allowed + 1))
  expect(beyond).toMatchObject({ limit: name, allowed })
  const got = beyond?.['got']
  if (typeof got === 'number') expect(got).toBeGreaterThan(allowed)
  else expect(got).toBe(`more than ${allowed}`)
})

test('fragments that spread each other are refused, not followed without end', async () => {
  const round =
    '{ ...A } fragment A on Query { ...B __typename } fragment B on Query { ...A __typename }'
  const answer = await world.ask(round)
  expect(answer.errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
})
