import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleMinistry, type SampleMinistry } from '../support/sample-ministry.ts'

type Filter = Readonly<Record<string, unknown>>

/** A filter of so many conditions: each of the two in a member counts, and so does `and`. */
function conditions(count: number): Filter {
  const members = Array.from({ length: Math.floor((count - 1) / 2) }, () => ({
    number: { gt: -99 },
  }))
  return count % 2 === 1 ? { and: members } : { and: members, number: {} }
}

function nested(levels: number): Filter {
  return levels === 1 ? { number: { eq: 1 } } : { not: nested(levels - 1) }
}

const query = `query ($where: ItemFilter, $first: Int, $last: Int, $orderBy: [ItemOrder!], $after: String, $before: String) {
  items(where: $where, first: $first, last: $last, orderBy: $orderBy, after: $after, before: $before) { nodes { id } }
}`

describe('limits and bad input', () => {
  let ministry: SampleMinistry
  beforeAll(async () => {
    ministry = await sampleMinistry()
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  const outcome = async (variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { errors } = await ministry.ask({ query, variables })
    return errors.length === 0 ? 'answered' : errors.map(({ code }) => code).join()
  }
  const order = (count: number): unknown[] =>
    Array.from({ length: count }, () => ({ field: 'NUMBER', direction: 'ASC' }))
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

  it.each([
    ['1,000 values', { where: { number: { in: numbers(1000) } } }, 'answered'],
    ['1,001 values', { where: { number: { in: numbers(1001) } } }, 'COST_EXCEEDED'],
    ['200 conditions', { where: conditions(200) }, 'answered'],
    ['201 conditions', { where: conditions(201) }, 'COST_EXCEEDED'],
    [
      '100,000 empty conditions',
      { where: { or: numbers(100_000).map(() => ({})) } },
      'COST_EXCEEDED',
    ],
    ['10 levels', { where: nested(10) }, 'answered'],
    ['11 levels', { where: nested(11) }, 'COST_EXCEEDED'],
    ['levels through joined rows', { where: inJoins(10) }, 'answered'],
    ['a level too many through joined rows', { where: inJoins(11) }, 'COST_EXCEEDED'],
    ['the last 1', { where: { day: { last: { amount: 1, unit: 'DAY' } } } }, 'answered'],
    ['the last 1,000', { where: { at: { last: { amount: 1000, unit: 'HOUR' } } } }, 'answered'],
    ['the last 0', { where: { at: { last: { amount: 0, unit: 'DAY' } } } }, 'BAD_USER_INPUT'],
    [
      'the last 1,001',
      { where: { at: { last: { amount: 1001, unit: 'DAY' } } } },
      'BAD_USER_INPUT',
    ],
    ['hours of days', { where: { day: { last: { amount: 1, unit: 'HOUR' } } } }, 'BAD_USER_INPUT'],
    ['first 1', { first: 1 }, 'answered'],
    ['first 1,000', { first: 1000 }, 'answered'],
    ['first 1,001', { first: 1001 }, 'BAD_USER_INPUT'],
    ['first 0', { first: 0 }, 'BAD_USER_INPUT'],
    ['first -1', { first: -1 }, 'BAD_USER_INPUT'],
    ['last 0', { last: 0 }, 'BAD_USER_INPUT'],
    ['last 1,001', { last: 1001 }, 'BAD_USER_INPUT'],
    ['first and last', { first: 1, last: 1 }, 'BAD_USER_INPUT'],
    ['first 2^31', { first: 2_147_483_648 }, 'BAD_USER_INPUT'],
    ['8 terms', { orderBy: order(8) }, 'answered'],
    ['9 terms', { orderBy: order(9) }, 'COST_EXCEEDED'],
  ])('%s', async (_, variables, expected) => {
    expect(await outcome(variables)).toBe(expected)
  })

  it.each([
    ['values', { where: { number: { in: numbers(1001) } } }, 1000, 1001],
    ['conditions', { where: conditions(201) }, 200, 'more than 200'],
    ['levels', { where: nested(11) }, 10, 'more than 10'],
    ['terms', { orderBy: order(9) }, 8, 9],
  ])('a refusal says what is allowed and what came: %s', async (limit, variables, allowed, got) => {
    const { errors } = await ministry.ask({ query, variables })
    const message = expect.stringContaining(`: at most ${allowed} ${limit}, got ${got}.`) as string
    expect(errors).toEqual([{ code: 'COST_EXCEEDED', message }])
  })

  it.each([
    ['between of one value', { number: { between: [1] } }],
    ['between of three values', { number: { between: [1, 2, 3] } }],
    ['null to compare with', { number: { eq: null } }],
    ['null for isNull', { number: { isNull: null } }],
    ['null for a field', { number: null }],
    ['null for a list of filters', { and: null }],
    ['null for a joined row', { box: null }],
    ['null for a quantifier', { tags: { some: null } }],
    ['U+0000 in a text', { name: { contains: 'a\0b' } }],
    ['U+0000 in a list', { name: { in: ['a\0b'] } }],
    ['half a surrogate pair', { name: { eq: '\ud800' } }, 'answered'],
    ['a number beyond its column', { small: { eq: 40_000 } }],
    ['a double beyond a decimal', { price: { eq: 1e300 } }, 'answered'],
    ['letters for a numeric code', { serial: { eq: 'x' } }],
    ['letters for a uuid', { token: { eq: 'x' } }],
    ['no day', { day: { eq: '2025-02-29' } }],
    ['no instant', { at: { eq: '2026-13-01T00:00:00Z' } }],
    ['no leap second', { at: { eq: '2026-06-30T23:59:60Z' } }],
    ['a fraction for a whole number', { number: { eq: 1.5 } }],
    ['too big for 64 bits', { big: { eq: '9223372036854775808' } }],
    ['11 digits for a personal number', { holder: { eq: '90109000000' } }],
    ['an unknown colour', { colour: { eq: 'PINK' } }],
    ['an unknown field', { nothing: { eq: 1 } }],
    ['an unknown operator', { number: { like: 1 } }],
  ] as readonly (readonly [string, Filter, string?])[])('%s', async (_, where, expected) => {
    expect(await outcome({ where })).toBe(expected ?? 'BAD_USER_INPUT')
  })

  it('a value that does not fit leaves its code on every field of the request', async () => {
    const { errors } = await ministry.ask({
      query:
        '{ a: items(where: { small: { eq: 40000 } }) { nodes { id } } b: items { nodes { id } } }',
    })
    expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT'])
  })

  it('errors name neither SQL nor the value', async () => {
    for (const where of [{ small: { eq: 40_123 } }, { token: { eq: 'secret' } }]) {
      const { errors } = await ministry.ask({ query, variables: { where } })
      expect(JSON.stringify(errors)).not.toMatch(/SELECT|smallint|uuid|40123|secret/)
    }
  })
})

function inJoins(levels: number): Filter {
  if (levels === 1) return { number: { eq: 1 } }
  if (levels === 2) return { box: {} }
  return { tags: { some: { item: inJoins(levels - 2) } } }
}
