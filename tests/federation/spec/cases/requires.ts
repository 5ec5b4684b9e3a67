import { type SpecCase, subgraph } from '../spec-case.ts'

const stock = subgraph(
  'stock',
  `type Query { goods: [Good] }
  type Good @key(fields: "id") {
    id: ID! size: Size price(currency: String = "VND", per: Int): Int! parts: [[Part]] wrapped: Wrapping hidden: Int
  }
  type Size { width: Int height: Int }
  type Part @key(fields: "id") { id: ID! grams: Int }
  union Wrapping = Box | Bag
  type Box { edge: Int }
  type Bag { litres: Int }`,
  {
    Query: { goods: () => ['1', null, '2', '1'].map((id) => id && { id }) },
    Good: {
      size: ({ id }) => ({ width: Number(id), height: 3 }),
      price: ({ id }, { currency, per = 1 }) =>
        Number(id) * Number(per) * (currency === 'VND' ? 25_000 : 1),
      parts: ({ id }) => [[{ id: `p${String(id)}`, grams: 5 }, null], null, []],
      wrapped: ({ id }) =>
        id === '1' ? { __typename: 'Box', edge: 4 } : { __typename: 'Bag', litres: 9 },
      hidden: ({ id }) => Number(id) * 100,
    },
  },
)

export const nested: SpecCase = {
  feature: '@requires: of values within, of lists of lists, of unions by fragments',
  subgraphs: [
    stock,
    subgraph(
      'post',
      `type Good @key(fields: "id") {
        id: ID!
        size: Size @external
        parts: [[Part]] @external
        wrapped: Wrapping @external
        area: Int @requires(fields: "size { width height }")
        grams: Int @requires(fields: "parts { grams }")
        wrap: String @requires(fields: "wrapped { ... on Box { edge } ... on Bag { litres } }")
      }
      type Size { width: Int @external height: Int @external }
      type Part @key(fields: "id") { id: ID! grams: Int @external }
      union Wrapping = Box | Bag
      type Box { edge: Int @external }
      type Bag { litres: Int @external }`,
      {
        Good: {
          area: ({ size }) => {
            const { width, height } = size as { width: number; height: number }
            return width * height
          },
          grams: ({ parts }) =>
            (parts as ({ grams: number } | null)[][])
              .flatMap((list) => list ?? [])
              .reduce((sum, part) => sum + (part?.grams ?? 0), 0),
          wrap: ({ wrapped }) => {
            const { __typename: _, ...rest } = wrapped as Record<string, unknown>
            return JSON.stringify(rest)
          },
        },
      },
    ),
  ],
  asks: [
    {
      query: '{ goods { area wrap } }',
      data: {
        goods: [
          { area: 3, wrap: '{"edge":4}' },
          null,
          { area: 6, wrap: '{"litres":9}' },
          { area: 3, wrap: '{"edge":4}' },
        ],
      },
      requests: { stock: 1, post: 1 },
    },
    {
      query: '{ goods { grams } }',
      data: { goods: [{ grams: 5 }, null, { grams: 5 }, { grams: 5 }] },
      stock: 'representations of lists of lists hold nothing of what is in them',
    },
    {
      query: 'query ($no: Boolean!) { goods { area @skip(if: $no) wrap } }',
      variables: { no: true },
      data: {
        goods: [{ wrap: '{"edge":4}' }, null, { wrap: '{"litres":9}' }, { wrap: '{"edge":4}' }],
      },
      stock:
        'what only a skipped field requires is not fetched, and the subgraph is not asked at all',
    },
  ],
}

export const withArguments: SpecCase = {
  feature: '@requires with arguments: what the client asks of the same field is another matter',
  subgraphs: [
    stock,
    subgraph(
      'post',
      `type Good @key(fields: "id") {
        id: ID!
        price(currency: String = "VND", per: Int): Int! @external
        postage: Int @requires(fields: "price(currency: \\"USD\\", per: 10)")
      }`,
      { Good: { postage: ({ price }) => Number(price) + 1 } },
    ),
  ],
  asks: [
    {
      query: '{ goods { postage } }',
      data: { goods: [{ postage: 11 }, null, { postage: 21 }, { postage: 11 }] },
    },
    {
      query: '{ goods { price postage } }',
      data: {
        goods: [
          { price: 25_000, postage: 11 },
          null,
          { price: 50_000, postage: 21 },
          { price: 25_000, postage: 11 },
        ],
      },
      stock: "the client's price is taken for the required one",
    },
    {
      query: 'query ($p: Int) { goods { postage price(per: $p, currency: "USD") other: price } }',
      variables: { p: 3 },
      data: {
        goods: [
          { postage: 11, price: 3, other: 25_000 },
          null,
          { postage: 21, price: 6, other: 50_000 },
          { postage: 11, price: 3, other: 25_000 },
        ],
      },
      stock: "the client's price is taken for the required one",
    },
  ],
}

export const differentArguments: SpecCase = {
  feature: '@requires of one field with different arguments by several fields, asked for together',
  subgraphs: [
    stock,
    subgraph(
      'post',
      `type Good @key(fields: "id") {
        id: ID!
        price(currency: String = "VND", per: Int): Int! @external
        abroad: Int @requires(fields: "price(currency: \\"USD\\")")
        dozen: Int @requires(fields: "price(per: 12)")
        home: Int @requires(fields: "price")
      }`,
      {
        Good: {
          abroad: ({ price }) => Number(price) + 1,
          dozen: ({ price }) => Number(price) + 2,
          home: ({ price }) => Number(price) + 3,
        },
      },
    ),
  ],
  asks: [
    {
      query: '{ goods { dozen abroad home price(per: 2) } }',
      data: {
        goods: [
          { dozen: 300_002, abroad: 2, home: 25_003, price: 50_000 },
          null,
          { dozen: 600_002, abroad: 3, home: 50_003, price: 100_000 },
          { dozen: 300_002, abroad: 2, home: 25_003, price: 50_000 },
        ],
      },
      stock: 'one price is sent for all three',
    },
    {
      query: '{ goods { price__required_1: size { height } abroad } }',
      data: {
        goods: [
          { price__required_1: { height: 3 }, abroad: 2 },
          null,
          { price__required_1: { height: 3 }, abroad: 3 },
          { price__required_1: { height: 3 }, abroad: 2 },
        ],
      },
    },
  ],
}
