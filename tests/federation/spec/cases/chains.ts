import { type SpecCase, subgraph } from '../spec-case.ts'

export const chained: SpecCase = {
  feature: '@requires in a chain over three subgraphs, and in a circle of two',
  subgraphs: [
    subgraph(
      'a',
      `type Query { thing: Thing }
      type Thing @key(fields: "id") {
        id: ID! one: Int two: Int @external three: Int @requires(fields: "two")
      }`,
      {
        Query: { thing: () => ({ id: '1' }) },
        Thing: { one: () => 1, three: ({ two }) => Number(two) * 10 },
      },
    ),
    subgraph(
      'b',
      `type Thing @key(fields: "id") {
        id: ID! one: Int @external two: Int @requires(fields: "one")
        three: Int @external four: Int @requires(fields: "three")
      }`,
      {
        Thing: { two: ({ one }) => Number(one) + 1, four: ({ three }) => Number(three) + 4 },
      },
    ),
    subgraph(
      'c',
      `type Thing @key(fields: "id") {
        id: ID! two: Int @external three: Int @external five: Int @requires(fields: "two three")
      }`,
      { Thing: { five: ({ two, three }) => Number(two) * Number(three) } },
    ),
  ],
  asks: [
    { query: '{ thing { two } }', data: { thing: { two: 2 } }, requests: { a: 1, b: 1, c: 0 } },
    { query: '{ thing { three one } }', data: { thing: { three: 20, one: 1 } } },
    {
      query: '{ thing { four } }',
      data: { thing: { four: 24 } },
      requests: { a: 2, b: 2, c: 0 },
      stock: 'a is asked for three without two: a wrong number, and no error where a does not mind',
    },
  ],
}

export const backWithin: SpecCase = {
  feature:
    '@requires in a chain that begins and ends in one subgraph, within lists and of nested values',
  subgraphs: [
    subgraph(
      'a',
      `type Query { things: [Thing] here: Place @shareable }
      type Place { name: String @shareable }
      type Thing @key(fields: "id") { id: ID! one: [Part] @external two: Int @requires(fields: "one { size }") near: [Thing] }
      type Part { size: Int @external }`,
      {
        Query: { here: () => ({ name: 'Huế' }), things: () => [{ id: '1' }, null, { id: '2' }] },
        Thing: {
          two: ({ one }) => (one as { size: number }[]).reduce((sum, { size }) => sum + size, 0),
          near: ({ id }) => [{ id: `${String(id)}0` }],
        },
      },
    ),
    subgraph(
      'b',
      `type Query { here: Place @shareable }
      type Place { name: String @shareable }
      type Thing @key(fields: "id") {
        id: ID! one: [Part] two: Int @external three: Int @requires(fields: "two") four: Int @external
        five: Int @requires(fields: "four")
      }
      type Part { size: Int }`,
      {
        Query: { here: () => ({ name: 'Huế' }) },
        Thing: {
          one: ({ id }) => [{ size: Number(id) }, { size: 1 }],
          three: ({ two }) => Number(two) * 10,
          five: ({ four }) => Number(four) + 5,
        },
      },
    ),
    subgraph(
      'c',
      `type Query { last: Thing here: Place @shareable }
      type Place { name: String @shareable }
      type Thing @key(fields: "id") { id: ID! three: Int @external four: Int @requires(fields: "three") }`,
      {
        Query: { here: () => ({ name: 'Huế' }), last: () => ({ id: '9' }) },
        Thing: { four: ({ three }) => Number(three) + 4 },
      },
    ),
  ],
  asks: [
    {
      query: '{ here { name } last { five } things { three five near { two five } } }',
      data: {
        here: { name: 'Huế' },
        last: { five: 109 },
        things: [
          { three: 20, five: 29, near: [{ two: 11, five: 119 }] },
          null,
          { three: 30, five: 39, near: [{ two: 21, five: 219 }] },
        ],
      },
    },
  ],
}

/** Each leads to a thing as many numbers further as the size says, which is twice its own: 1 → 3 → 9 → 27. */
const thing = subgraph(
  'a',
  `type Query { thing: Thing things: [Thing!] }
  type Thing @key(fields: "id") {
    id: ID! size: Int @external next: Thing @requires(fields: "size")
    row: [Thing!] @requires(fields: "size")
  }`,
  {
    Query: { thing: () => ({ id: '1' }), things: () => [{ id: '1' }, { id: '2' }] },
    Thing: {
      next: ({ id, size }) => ({ id: String(Number(id) + Number(size)) }),
      row: ({ id, size }) => [{ id: String(id) }, { id: String(Number(id) + Number(size)) }],
    },
  },
)

export const withinItself: SpecCase = {
  feature: '@requires in a chain, asked for within one of its own fields',
  subgraphs: [
    thing,
    subgraph(
      'b',
      `type Thing @key(fields: "id") {
        id: ID! size: Int next: Thing @external after: Int @requires(fields: "next { id }")
        row: [Thing!] @external sum: Int @requires(fields: "row { id }")
      }`,
      {
        Thing: {
          size: ({ id }) => Number(id) * 2,
          after: ({ next }) => Number((next as { id: string }).id) + 1,
          sum: ({ row }) =>
            (row as { id: string }[]).reduce((total, { id }) => total + Number(id), 0),
        },
      },
    ),
  ],
  asks: [
    { query: '{ thing { after } }', data: { thing: { after: 4 } } },
    { query: '{ thing { next { id size } } }', data: { thing: { next: { id: '3', size: 6 } } } },
    {
      query: '{ thing { next { after } } }',
      data: { thing: { next: { after: 10 } } },
      requests: { a: 3, b: 3 },
      stock: 'a is asked for the next one without its size',
    },
    {
      query: '{ thing { next { next { next { after id } after } after } after } }',
      data: {
        thing: {
          next: { next: { next: { after: 82, id: '27' }, after: 28 }, after: 10 },
          after: 4,
        },
      },
    },
    {
      query: '{ things { row { sum next { sum } id: after } } }',
      data: {
        things: [
          {
            row: [
              { sum: 4, next: { sum: 12 }, id: 4 },
              { sum: 12, next: { sum: 36 }, id: 10 },
            ],
          },
          {
            row: [
              { sum: 8, next: { sum: 24 }, id: 7 },
              { sum: 24, next: { sum: 72 }, id: 19 },
            ],
          },
        ],
      },
    },
  ],
}

export const deepWithinItself: SpecCase = {
  feature: '@requires in a chain through objects of one type, two and three steps away',
  subgraphs: [
    thing,
    subgraph(
      'b',
      `type Thing @key(fields: "id") {
        id: ID! size: Int next: Thing @external after: Int @requires(fields: "next { next { id } }")
      }`,
      {
        Thing: {
          size: ({ id }) => Number(id) * 2,
          after: ({ next }) => Number((next as { next: { id: string } }).next.id) + 1,
        },
      },
    ),
    subgraph(
      'c',
      `type Thing @key(fields: "id") {
        id: ID! next: Thing @external after: Int @external last: Int @requires(fields: "next { after }")
      }`,
      { Thing: { last: ({ next }) => (next as { after: number }).after * 10 } },
    ),
  ],
  asks: [
    { query: '{ thing { after } }', data: { thing: { after: 10 } } },
    { query: '{ thing { next { after } } }', data: { thing: { next: { after: 28 } } } },
    { query: '{ thing { last } }', data: { thing: { last: 280 } } },
    {
      query: '{ thing { next { last after } last next { next { id last } } } }',
      data: { thing: { next: { last: 820, after: 28, next: { id: '9', last: 2440 } }, last: 280 } },
    },
  ],
}
