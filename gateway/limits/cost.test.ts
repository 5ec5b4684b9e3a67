import { buildSchema, Kind, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { CodedError } from '../../schema/errors.ts'
import { roles } from '../../auth/role.ts'
import { openCosts } from './cost.ts'
import { boundedBudgets, costBudgetOf, costBudgets } from './cost-budget.ts'
import { costTableOf } from './list-sizes.ts'
import { expectWithin } from './request-cost.ts'

const sdl = `
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT | SCALAR
  scalar Heavy @cost(weight: 7)
  interface Thing { name: String }
  type House implements Thing { name: String rooms: [Room!]! @listSize(assumedSize: 4) }
  type Ship implements Thing { name: String crew(first: Int = 5): [Room!]! }
  union Any = House | Ship
  type Room { id: ID tags: [String!] doors: [Room!] }
  type Page { nodes: [House!]! edges: [Edge!]! count: Int }
  type Edge { node: House! }
  type Groups { groups: [House!]! totals: Room! }
  type Dear @cost(weight: 50) { a: Int }
  type Query {
    room: Room
    houses(first: Int, last: Int): Page @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    houseGroups(first: Int): Groups
    things: [Thing!]! @listSize(assumedSize: 10)
    any: Any
    dear: Dear
    dearer: Room @cost(weight: 9)
    heavy: Heavy
  }
`
const costs = openCosts(buildSchema(sdl), costTableOf(parse(sdl)))

function costOf(text: string, variables: Record<string, unknown> = {}) {
  const document = parse(text)
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation first')
  const cost = costs(document, operation)
  return { estimated: cost.objects(variables), fields: cost.fields(variables) }
}

describe('the static cost', () => {
  test.each([
    ['an object counts one, its values are counted apart', '{ room { id } }', 1, 1],
    ['a page and its rows', '{ houses(first: 34) { nodes { name } count } }', 35, 35],
    ['what a page holds unless told', '{ houses { nodes { name } } }', 21, 20],
    ['the last ones', '{ houses(last: 7) { nodes { name } } }', 8, 7],
    ['null says nothing', '{ houses(first: null) { nodes { name } } }', 21, 20],
    ['rows within rows', '{ houses(first: 3) { nodes { rooms { id } } } }', 1 + 3 * (1 + 4), 12],
    ['edges and their nodes', '{ houses(first: 3) { edges { node { name } } } }', 1 + 3 * 2, 3],
    ['a list that says nothing', '{ room { doors { id } } }', 1 + 100, 100],
    ['a page without a directive', '{ houseGroups(first: 8) { groups { name } } }', 9, 8],
    ['what is beside its lists counts once', '{ houseGroups(first: 8) { totals { id } } }', 2, 1],
    [
      'of the types behind an interface the dearest',
      '{ things { ... on House { rooms { id } } ... on Ship { crew { id } } } }',
      10 * (1 + 5),
      50,
    ],
    [
      'both of one type',
      '{ any { ... on House { name } ...F } } fragment F on House { rooms { id } }',
      5,
      5,
    ],
    ['weights of types and fields', '{ dear { a } dearer { id } heavy }', 50 + 9 + 7, 3],
    ['values in lists', '{ room { tags } }', 1, 100],
    [
      'introspection is free',
      '{ __typename __schema { types { name } } room { __typename } }',
      1,
      0,
    ],
    [
      'what is asked twice',
      '{ a: room { id } b: room { id } ...R ...R } fragment R on Query { room { id } }',
      4,
      4,
    ],
  ])('%s', (_name, text, estimated, fields) => {
    expect(costOf(text)).toEqual({ estimated, fields })
  })

  test('goes by variables, their defaults, and the defaults of the schema', () => {
    const asked = 'query ($n: Int = 9) { houses(first: $n) { nodes { name } } }'
    expect(costOf(asked, { n: 2 }).estimated).toBe(3)
    expect(costOf(asked).estimated).toBe(10)
    expect(costOf(asked, { n: null }).estimated).toBe(21)
    expect(costOf(asked, { n: -5 }).estimated).toBe(1)
    const crew = 'query ($n: Int) { any { ... on Ship { crew(first: $n) { id } } } }'
    expect(costOf(crew).estimated).toBe(6)
    expect(costOf(crew, { n: 50 }).estimated).toBe(51)
  })

  test('leaves out what conditions leave out', () => {
    const asked =
      'query ($no: Boolean = false) { room @include(if: $no) { id } houses { nodes @skip(if: true) { name } } ... @skip(if: $no) { room { id } } }'
    expect(costOf(asked).estimated).toBe(2)
    expect(costOf(asked, { no: true }).estimated).toBe(2)
    expect(costOf('{ ...R @skip(if: true) } fragment R on Query { room { id } }').estimated).toBe(0)
  })

  test('stays a number that JSON keeps, however deep pages nest', () => {
    const inner = (depth: number): string =>
      depth === 0 ? '{ id }' : `{ doors ${inner(depth - 1)} }`
    expect(costOf(`{ room ${inner(12)} }`).estimated).toBe(Number.MAX_SAFE_INTEGER)
  })
})

test('a budget is that of the role with the most, and no more than the setting', () => {
  for (const role of roles) expect(costBudgetOf([role], costBudgets)).toBe(costBudgets[role])
  expect(costBudgetOf(['citizen', 'analyst'], costBudgets)).toBe(costBudgets.analyst)
  expect(costBudgetOf([], costBudgets)).toBe(costBudgets.citizen)
  expect(costBudgetOf(['analyst'], boundedBudgets(300))).toBe(300)
  expect(boundedBudgets(costBudgets.analyst)).toEqual(costBudgets)
})

test('what is within the budget passes, and one object more does not', () => {
  expect(() => expectWithin({ estimated: 300, budget: 300 })).not.toThrow()
  const beyond = () => expectWithin({ estimated: 301, budget: 300 })
  expect(beyond).toThrow(CodedError)
  expect(beyond).toThrow('301 objects; expected at most 300')
})
