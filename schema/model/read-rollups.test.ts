import { describe, expect, test } from 'vitest'
import { problemText } from '../problem.ts'
import { readModel } from './read-model.ts'

const read = (rollups: string) =>
  readModel(
    'reference',
    `enum Colour { RED }
     type Item @key(fields: "id") @table(name: "item", key: ["id"])
       @dimension(name: "ageBand", field: "day", derive: AGE_BAND)
       @dimension(name: "ageAt", field: "day", derive: AGE, at: "at")
       @dimension(name: "boxColour", field: "colour", via: ["box"])
       ${rollups}
       @aggregate(scopes: [["reference:catalogue:read"]]) @requiresScopes(scopes: [["reference:catalogue:read"]]) {
       id: ID!
       number: Int @dimension @aggregate(fns: [SUM, STDDEV])
       spread: Int @aggregate(fns: [STDDEV, PERCENTILE])
       ratio: Float @dimension
       day: Date @dimension
       at: DateTime @dimension
       boxCode: ID @dimension
       box: Box @join(columns: ["box_code"]) @dimension
     }
     type Box @key(fields: "code") @table(name: "box", key: ["code"])
       @requiresScopes(scopes: [["reference:catalogue:read"]]) { code: ID!  colour: Colour }`,
    'x',
  )

test('a rollup is read with its dimensions, buckets and measures', () => {
  const found = read(
    `@rollup(name: "byDay", by: [{ dimension: "box" }, { dimension: "day", bucket: MONTH }], measures: ["number"])
     @rollup(name: "byAge", by: { dimension: "ageAt" })
     @rollup(name: "byColour", by: [{ dimension: "boxColour" }, { dimension: "number" }])`,
  )
  if (!found.ok) throw new Error(found.problems.map(problemText).join('\n'))
  const item = found.model.types.get('Item')
  expect(item?.kind === 'table' ? item.rollups : []).toMatchObject([
    {
      name: 'byDay',
      by: [{ dimension: 'box' }, { dimension: 'day', bucket: 'MONTH' }],
      measures: ['number'],
    },
    { name: 'byAge', by: [{ dimension: 'ageAt' }], measures: [] },
    { name: 'byColour', by: [{ dimension: 'boxColour' }, { dimension: 'number' }] },
  ])
})

describe('a rollup is refused', () => {
  test.each([
    ['{ dimension: "colour" }', 'expected a dimension of Item, got colour'],
    ['{ dimension: "day" }', 'day: expected a bucket'],
    ['{ dimension: "day", bucket: HOUR }', 'day: a date has no hours'],
    ['{ dimension: "box", bucket: DAY }', 'box: a bucket does not fit it'],
    ['{ dimension: "number", bucket: DAY }', 'number: a bucket does not fit it'],
    ['{ dimension: "ratio" }', 'ratio: expected whole numbers'],
    ['{ dimension: "ageBand" }', 'ageBand: expected an age whose day the ministry fixes'],
    ['[{ dimension: "box" }, { dimension: "box" }]', 'expected each dimension once'],
    ['[{ dimension: "box" }, { dimension: "boxCode" }]', 'box and boxCode are the same column'],
    ['[]', 'expected 1 to 8 dimensions, got 0'],
    ['{ dimension: "box" }, measures: ["spread"]', 'expected a field with SUM, AVG'],
    ['{ dimension: "box" }, measures: ["none"]', 'expected a field with SUM, AVG'],
    ['{ dimension: "box", bucket: DAY }', 'a bucket does not fit'],
    ['{ dimension: "day", bucket: DECADE }', 'day: expected one of HOUR, DAY'],
    ['{ dimensions: "day" }', 'expected a dimension of Item, got undefined'],
  ])('%s', (by, message) => {
    const found = read(`@rollup(name: "a", by: ${by})`)
    expect(found.ok ? [] : found.problems.map(problemText)).toEqual([
      expect.stringContaining(message),
    ])
  })

  test.each([
    ['By-Day', 'camelCase'],
    [`a${'b'.repeat(50)}`, 'at most 46 letters'],
  ])('for its name %s', (name, message) => {
    const found = read(`@rollup(name: "${name}", by: { dimension: "box" })`)
    expect(found.ok ? [] : found.problems.map(problemText)).toEqual([
      expect.stringContaining(message),
    ])
  })

  test('for a name that is taken', () => {
    const one = '@rollup(name: "a", by: { dimension: "box" })'
    const found = read(`${one} ${one}`)
    expect(found.ok ? [] : found.problems.map(problemText)).toEqual([
      expect.stringContaining('expected a name of its own [ROLLUP_BROKEN]'),
    ])
  })
})
