import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleMinistry, type SampleMinistry } from '../support/sample-ministry.ts'

const measures = `count
  number { sum avg min max } small { sum } big { sum avg min max } ratio { sum avg min max }
  price { sum avg min max } name { min max } day { min max } at { min max }`

/** The same over some items, by PostgreSQL itself; 64-bit values as text, as JSON cannot hold them. */
const plainMeasures = `json_build_object(
  'count', count(*),
  'number', json_build_object('sum', sum(number), 'avg', avg(number), 'min', min(number), 'max', max(number)),
  'small', json_build_object('sum', sum(small)),
  'big', json_build_object('sum', sum(big)::text, 'avg', avg(big), 'min', min(big)::text, 'max', max(big)::text),
  'ratio', json_build_object('sum', sum(ratio), 'avg', avg(ratio), 'min', min(ratio), 'max', max(ratio)),
  'price', json_build_object('sum', sum(price), 'avg', avg(price), 'min', min(price), 'max', max(price)),
  'name', json_build_object('min', min(name), 'max', max(name)),
  'day', json_build_object('min', min(day), 'max', max(day)),
  'at', json_build_object('min', min(at) AT TIME ZONE 'UTC' || 'Z', 'max', max(at) AT TIME ZONE 'UTC' || 'Z'))`

describe('totals', () => {
  let ministry: SampleMinistry
  beforeAll(async () => {
    ministry = await sampleMinistry()
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  const plain = async (where: string): Promise<unknown> => {
    const [totals] = await ministry.plain(`SELECT ${plainMeasures} FROM item WHERE ${where}`)
    return JSON.parse(JSON.stringify(totals).replaceAll(/(\d\d-\d\d) (\d\d:)/g, '$1T$2'))
  }
  const asked = async (field: string): Promise<unknown> => {
    const { data, errors, statements } = await ministry.ask({ query: `{ ${field} }` })
    expect({ errors, statements: statements.length }).toEqual({ errors: [], statements: 1 })
    return data
  }

  it.each([
    ['{}', 'true'],
    ['{ colour: { eq: RED } }', "colour = 'RED'"],
    ['{ number: { gt: 100 } }', 'false'],
    ['{ name: { isNull: true } }', 'name IS NULL'],
  ])('of items where %s are exact', async (where, sql) => {
    expect(await asked(`itemTotals(where: ${where}) { ${measures} }`)).toEqual({
      itemTotals: await plain(sql),
    })
  })

  it('of the items of each box, of each slot and of each province', async () => {
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on Box { itemTotals(where: { number: { gte: 0 } }) { ${measures} } }
      ... on Slot { itemTotals(where: { number: { gte: 0 } }) { ${measures} } }
      ... on Province { far: itemTotals(where: { number: { gte: 0 } }) { ${measures} } } } }`
    const keys = [
      { __typename: 'Box', code: 'B1' },
      { __typename: 'Box', code: 'B9' },
      { __typename: 'Slot', row: 2, column: 'b' },
      { __typename: 'Slot', row: 3, column: 'c' },
      { __typename: 'Province', code: '24' },
      { __typename: 'Province', code: '99' },
    ]
    const { data, errors } = await ministry.ask({ query, variables: { keys } })
    expect(errors).toEqual([])
    const wheres = [
      "box_code = 'B1'",
      "box_code = 'B9'",
      "slot_row = 2 AND slot_column = 'b'",
      "slot_row = 3 AND slot_column = 'c'",
      "box_code IN ('B3', 'B6', 'B9')",
      'false',
    ]
    const expected: unknown[] = []
    for (const where of wheres) expected.push(await plain(`number >= 0 AND ${where}`))
    const entities = data?.['_entities'] as Readonly<Record<string, unknown>>[] | undefined
    expect(entities?.flatMap((entity) => Object.values(entity))).toEqual(expected)
  })

  it('make SQL of the selected measures alone', async () => {
    const { statements } = await ministry.ask({ query: '{ itemTotals { price { max } } }' })
    expect(statements[0]?.text).toMatch(/max/)
    expect(statements[0]?.text).not.toMatch(/count|sum|avg|number/)
  })

  it('merge aliases and fragments of one field', async () => {
    const query = `{ itemTotals { n: count ...A price { high: max ... on ItemPriceMeasure { low: min } } } }
      fragment A on ItemTotals { price { sum @skip(if: true) avg @include(if: false) } number { max } }`
    const { data, statements } = await ministry.ask({ query })
    const [expected] = await ministry.plain(`SELECT json_build_object('n', count(*),
      'price', json_build_object('high', max(price), 'low', min(price)),
      'number', json_build_object('max', max(number))) FROM item`)
    expect(data).toEqual({ itemTotals: expected })
    expect(statements[0]?.text).not.toMatch(/sum|avg/)
  })
})
