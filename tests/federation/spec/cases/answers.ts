import { type SpecCase, subgraph } from '../spec-case.ts'

export const errorPaths: SpecCase = {
  feature:
    'errors stand at every place of an object that appears several times, whatever nulls are between',
  subgraphs: [
    subgraph(
      'feed',
      `type Query { feed: [Post] pages: [[Post]!] mixed: [Item] }
      union Item = Post | Advert
      type Post @key(fields: "id") { id: ID! }
      type Advert { of: String }`,
      {
        Query: {
          feed: () => [{ id: '1' }, null, { id: '2' }, { id: '2' }],
          pages: () => [[], [null, { id: '2' }], [{ id: '1' }]],
          mixed: () => [
            { __typename: 'Advert', of: 'soap' },
            { __typename: 'Post', id: '1' },
            { __typename: 'Post', id: '2' },
          ],
        },
      },
    ),
    subgraph('text', 'type Post @key(fields: "id") { id: ID! text: String tags: [String!] }', {
      Post: {
        text: ({ id }) => {
          if (id === '2') throw new Error('not readable')
          return 'one'
        },
        tags: ({ id }) => (id === '2' ? ['a', null] : ['b']),
      },
    }),
  ],
  asks: [
    {
      query: '{ feed { id text } }',
      data: {
        feed: [{ id: '1', text: 'one' }, null, { id: '2', text: null }, { id: '2', text: null }],
      },
      errors: [
        ['feed', 2, 'text'],
        ['feed', 3, 'text'],
      ],
    },
    {
      query: '{ mixed { ... on Post { text } ... on Advert { of } } }',
      data: { mixed: [{ of: 'soap' }, { text: 'one' }, { text: null }] },
      errors: [['mixed', 2, 'text']],
      stock: "the path counts only what was asked about: ['mixed', 1, 'text']",
    },
    {
      query: '{ pages { tags } p: feed { tags } }',
      data: {
        pages: [[], [null, { tags: null }], [{ tags: ['b'] }]],
        p: [{ tags: ['b'] }, null, { tags: null }, { tags: null }],
      },
      errors: [
        ['pages', 1, 1, 'tags', 1],
        ['p', 2, 'tags', 1],
        ['p', 3, 'tags', 1],
      ],
    },
  ],
}

export const nulls: SpecCase = {
  feature:
    'a null where none may be moves up to the nearest place that may be null, through subgraphs',
  subgraphs: [
    subgraph(
      'a',
      `type Query { maybe: Box sure: [Box!] lists: [[Box!]] }
      type Box @key(fields: "id") { id: ID! }`,
      {
        Query: {
          maybe: () => ({ id: '0' }),
          sure: () => [{ id: '1' }, { id: '0' }],
          lists: () => [[{ id: '1' }], [{ id: '1' }, { id: '0' }]],
        },
      },
    ),
    subgraph('b', 'type Box @key(fields: "id") { id: ID! inner: Inner! } type Inner { n: Int! }', {
      Box: { inner: ({ id }) => ({ n: id === '0' ? null : 1 }) },
    }),
  ],
  asks: [
    {
      query: '{ maybe { id inner { n } } lists { inner { n } } }',
      data: { maybe: null, lists: [[{ inner: { n: 1 } }], null] },
      errors: [
        ['maybe', 'inner', 'n'],
        ['lists', 1, 1, 'inner', 'n'],
      ],
    },
    {
      query: '{ sure { inner { n } } }',
      data: { sure: null },
      errors: [['sure', 1, 'inner', 'n']],
    },
  ],
}

export const scalars: SpecCase = {
  feature: 'custom scalars are passed as they are, also as arguments and defaults',
  subgraphs: [
    subgraph(
      'a',
      `scalar Json
      type Query { echo(json: Json = {d: [1]}): Json things: [Thing] }
      type Thing @key(fields: "id") { id: ID! json: Json }`,
      {
        Query: {
          echo: (_, { json }) => json,
          things: () => [
            { id: '1', json: { a: [1, { b: null }] } },
            { id: '1', json: [1, [2]] },
          ],
        },
      },
    ),
    subgraph('b', 'scalar Json type Thing @key(fields: "id") { id: ID! more: Json }', {
      Thing: { more: () => ({ list: [{ x: 1 }, 2] }) },
    }),
  ],
  asks: [
    {
      query:
        'query ($j: Json) { echo literal: echo(json: {a: [1, "x", {b: null}]}) given: echo(json: $j) }',
      variables: { j: [{ n: 1.5 }] },
      data: { echo: { d: [1] }, literal: { a: [1, 'x', { b: null }] }, given: [{ n: 1.5 }] },
    },
    {
      query: '{ things { json more } }',
      data: {
        things: [
          { json: { a: [1, { b: null }] }, more: { list: [{ x: 1 }, 2] } },
          { json: [1, [2]], more: { list: [{ x: 1 }, 2] } },
        ],
      },
    },
  ],
}

export const conditions: SpecCase = {
  feature: '@skip and @include with literals, variables and defaults, on fields and fragments',
  subgraphs: [
    subgraph('a', 'type Query { a: Node } type Node @key(fields: "id") { id: ID! x: Int }', {
      Query: { a: () => ({ id: '1', x: 1 }) },
    }),
    subgraph('b', 'type Query { b: Int } type Node @key(fields: "id") { id: ID! y: Int }', {
      Query: { b: () => 2 },
      Node: { y: () => 3 },
    }),
  ],
  asks: [
    {
      query: `query ($yes: Boolean = true, $no: Boolean!) {
        a { x @skip(if: $yes) ... @include(if: $yes) { y } ...F @include(if: $no) }
        b @include(if: $no) }
        fragment F on Node { id }`,
      variables: { no: false },
      data: { a: { y: 3 } },
      requests: { a: 1, b: 1 },
    },
    {
      query: 'query ($no: Boolean!) { a { y @include(if: $no) } b @skip(if: true) }',
      variables: { no: false },
      data: { a: {} },
      requests: { a: 1, b: 0 },
    },
    { query: '{ a @skip(if: true) { y } }', data: {}, requests: { a: 0, b: 0 } },
    {
      query: '{ ...F a { x } } fragment F on Query { b a { y } ... on Query { a { id } } }',
      data: { b: 2, a: { y: 3, id: '1', x: 1 } },
    },
  ],
}

export const mutations: SpecCase = {
  feature: 'mutations run one after the other, over subgraphs',
  subgraphs: (() => {
    const log: string[] = []
    const step = (name: string) => async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, name === 'first' ? 30 : 0)
      })
      log.push(name)
      return { id: '1', log: log.join(' ') }
    }
    const type = 'type Log @key(fields: "id") { id: ID! log: String @shareable }'
    return [
      subgraph('a', `type Query { a: Int } type Mutation { first: Log third: Log } ${type}`, {
        Mutation: { first: step('first'), third: step('third') },
      }),
      subgraph('b', `type Query { b: Int } type Mutation { second: Log } ${type}`, {
        Mutation: { second: step('second') },
      }),
    ]
  })(),
  asks: [
    {
      query: 'mutation { first { log } second { log } third { log } }',
      data: {
        first: { log: 'first' },
        second: { log: 'first second' },
        third: { log: 'first second third' },
      },
      requests: { a: 2, b: 1 },
    },
  ],
}

export const contexts: SpecCase = {
  feature: '@context and @fromContext: arguments that an object further out gives',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String cart: [Item] }
      type Item @key(fields: "id") { id: ID! label(locale: String @fromContext(field: "$user { locale }")): String }`,
      {
        Query: {
          users: () => [
            { id: '1', cart: [{ id: 'i1' }, { id: 'i2' }] },
            { id: '2', cart: [{ id: 'i1' }] },
          ],
        },
        User: { locale: ({ id }) => (id === '1' ? 'vi' : 'en') },
        Item: { label: ({ id }, { locale }) => `${String(id)} in ${String(locale)}` },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query: '{ users { cart { label } } }',
      data: {
        users: [
          { cart: [{ label: 'i1 in vi' }, { label: 'i2 in vi' }] },
          { cart: [{ label: 'i1 in en' }] },
        ],
      },
    },
  ],
}

export const misfits: SpecCase = {
  feature: 'values of other types than the schema says are null with an error, each at its place',
  subgraphs: [
    subgraph(
      'a',
      `type Query { int: Int text: String yes: Boolean share: Float id: ID list: [Int!] thing: Thing things: [Thing] }
      type Thing { n: Int }`,
      {},
    ),
  ],
  answers: {
    a: {
      int: 1.5,
      text: 7,
      yes: 'true',
      share: '0.5',
      id: 12,
      list: [1, '2'],
      thing: [{ n: 1 }],
      things: [{ n: 1 }, 'x', { n: 2_147_483_648 }, 4],
    },
  },
  asks: [
    {
      query: '{ int text yes share id list thing { n } things { n } }',
      data: {
        int: null,
        text: null,
        yes: null,
        share: null,
        id: '12',
        list: null,
        thing: null,
        things: [{ n: 1 }, null, { n: null }, null],
      },
      errors: [
        ['int'],
        ['text'],
        ['yes'],
        ['share'],
        ['list', 1],
        ['thing'],
        ['things', 1],
        ['things', 2, 'n'],
        ['things', 3],
      ],
    },
  ],
}
