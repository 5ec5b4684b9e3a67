import { item } from '../context-item.ts'
import { type SpecCase, subgraph } from '../spec-case.ts'

export const overSubgraphs: SpecCase = {
  feature: '@fromContext: over other subgraphs, which find what is set, lead on, or lead back',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] user: User }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String @external item: Item parcel: Parcel }
      type Parcel @key(fields: "id") { id: ID! }
      ${item.type} parcel: Parcel }`,
      {
        Query: { users: () => [{ id: '1' }, { id: '2' }, { id: '1' }], user: () => ({ id: '2' }) },
        User: { item: () => ({ id: 'i' }), parcel: () => ({ id: 'p' }) },
        Item: { label: item.label, parcel: () => ({ id: 'q' }) },
      },
    ),
    subgraph(
      'b',
      `type User @key(fields: "id") { id: ID! locale: String }
      type Parcel @key(fields: "id") { id: ID! items: [Item] next: Parcel }
      type Item @key(fields: "id", resolvable: false) { id: ID! }`,
      {
        User: { locale: ({ id }) => `l${String(id)}` },
        Parcel: {
          items: ({ id }) => [{ id: `${String(id)}1` }, { id: `${String(id)}2` }],
          next: ({ id }) => ({ id: `${String(id)}n` }),
        },
      },
    ),
  ],
  asks: [
    {
      query: '{ users { item { label } } }',
      data: {
        users: ['l1', 'l2', 'l1'].map((locale) => ({ item: { label: `i in ${locale}` } })),
      },
    },
    {
      query:
        '{ user { id parcel { items { label } next { items { label parcel { items { label } } } } } } }',
      data: {
        user: {
          id: '2',
          parcel: {
            items: [{ label: 'p1 in l2' }, { label: 'p2 in l2' }],
            next: {
              items: ['pn1', 'pn2'].map((name) => ({
                label: `${name} in l2`,
                parcel: { items: [{ label: 'q1 in l2' }, { label: 'q2 in l2' }] },
              })),
            },
          },
        },
      },
    },
    {
      query:
        '{ users { l: locale parcel { ...P } item { parcel { ...P } } } } fragment P on Parcel { items { label } }',
      data: {
        users: ['l1', 'l2', 'l1'].map((l) => ({
          l,
          parcel: { items: [{ label: `p1 in ${l}` }, { label: `p2 in ${l}` }] },
          item: { parcel: { items: [{ label: `q1 in ${l}` }, { label: `q2 in ${l}` }] } },
        })),
      },
    },
  ],
}

export const withRequires: SpecCase = {
  feature: '@fromContext beside @requires, and a field that requires one that takes from a context',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] }
      type User @key(fields: "id") @context(name: "user") { id: ID! rate: Int cart: [Item] }
      type Item @key(fields: "id") { id: ID! weight: Int @external
        cost(rate: Int @fromContext(field: "$user { rate }")): Int @requires(fields: "weight") }`,
      {
        Query: { users: () => [{ id: '2' }, { id: '3' }] },
        User: { rate: ({ id }) => Number(id), cart: () => [{ id: '5' }, { id: '7' }] },
        Item: { cost: ({ weight }, { rate }) => Number(weight) * Number(rate) },
      },
    ),
    subgraph('b', 'type Item @key(fields: "id") { id: ID! weight: Int }', {
      Item: { weight: ({ id }) => Number(id) * 10 },
    }),
  ],
  asks: [
    {
      query: '{ users { cart { cost } } }',
      data: {
        users: [2, 3].map((rate) => ({ cart: [{ cost: 50 * rate }, { cost: 70 * rate }] })),
      },
    },
    {
      query: '{ users { cart { weight: cost id cost: weight } } }',
      data: {
        users: [2, 3].map((rate) => ({
          cart: [
            { weight: 50 * rate, id: '5', cost: 50 },
            { weight: 70 * rate, id: '7', cost: 70 },
          ],
        })),
      },
    },
  ],
}

export const contextErrors: SpecCase = {
  feature: '@fromContext: errors of fields that take from contexts, at their places; conditions',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String cart: [Item] }
      ${item.type} sure(in: String @fromContext(field: "$user { locale }")): String! }`,
      {
        Query: { users: () => [{ id: '1' }, { id: '2' }] },
        User: { locale: ({ id }) => `l${String(id)}`, cart: () => [{ id: 'i' }, { id: 'j' }] },
        Item: {
          label: ({ id }, { in: locale }) => {
            if (locale === 'l2' && id === 'j') throw new Error('not readable')
            return `${String(id)} in ${String(locale)}`
          },
          sure: ({ id }, { in: locale }) => (locale === 'l1' && id === 'i' ? null : 'sure'),
        },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query: '{ users { cart { label } } }',
      data: {
        users: [
          { cart: [{ label: 'i in l1' }, { label: 'j in l1' }] },
          { cart: [{ label: 'i in l2' }, { label: null }] },
        ],
      },
      errors: [['users', 1, 'cart', 1, 'label']],
    },
    {
      query: '{ users { cart { sure } } }',
      data: {
        users: [{ cart: [null, { sure: 'sure' }] }, { cart: [{ sure: 'sure' }, { sure: 'sure' }] }],
      },
      errors: [['users', 0, 'cart', 0, 'sure']],
    },
    {
      query:
        'query ($no: Boolean!) { users { locale @include(if: $no) cart { id label @skip(if: $no) } } }',
      variables: { no: false },
      data: {
        users: [
          {
            cart: [
              { id: 'i', label: 'i in l1' },
              { id: 'j', label: 'j in l1' },
            ],
          },
          {
            cart: [
              { id: 'i', label: 'i in l2' },
              { id: 'j', label: null },
            ],
          },
        ],
      },
      errors: [['users', 1, 'cart', 1, 'label']],
    },
    {
      query: 'query ($no: Boolean!) { users { cart { id label @include(if: $no) } } }',
      variables: { no: false },
      data: { users: [1, 2].map(() => ({ cart: [{ id: 'i' }, { id: 'j' }] })) },
      requests: { a: 1 },
    },
  ],
}
