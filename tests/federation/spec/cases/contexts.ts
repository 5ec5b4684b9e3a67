import { item } from '../context-item.ts'
import { type SpecCase, subgraph } from '../spec-case.ts'

export const between: SpecCase = {
  feature: '@fromContext: lists of lists, values and nulls between who sets it and who takes it',
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] user(id: ID): User }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String boxes: [[Box]!] }
      type Box { top: Item items: [Item!] inner: Box }
      ${item.type} }`,
      {
        Query: {
          users: () => [{ id: '1' }, null, { id: '2' }, { id: '3' }],
          user: (_, { id }) => (id === undefined ? null : { id }),
        },
        User: {
          locale: ({ id }) => ({ 1: 'vi', 2: 'en' })[String(id)] ?? null,
          boxes: ({ id }) => [
            [],
            [
              null,
              { top: null, items: [{ id: 'x' }, { id: 'w' }], inner: { top: { id: 'y' } } },
              { top: { id: `z${String(id)}` } },
            ],
          ],
        },
        Item: { label: item.label },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query: '{ users { boxes { inner { top { label } } top { label } } } }',
      data: {
        users: [['1', 'vi'], undefined, ['2', 'en'], ['3', 'null']].map((user) =>
          user === undefined
            ? null
            : {
                boxes: [
                  [],
                  [
                    null,
                    { inner: { top: { label: `y in ${user[1]}` } }, top: null },
                    { inner: null, top: { label: `z${user[0]} in ${user[1]}` } },
                  ],
                ],
              },
        ),
      },
    },
    {
      query: '{ user(id: 2) { boxes { items { label } } } }',
      data: {
        user: {
          boxes: [
            [],
            [null, { items: [{ label: 'x in en' }, { label: 'w in en' }] }, { items: null }],
          ],
        },
      },
    },
    { query: '{ user { boxes { top { label } } } }', data: { user: null } },
  ],
}

export const nearest: SpecCase = {
  feature: '@fromContext: of several objects around it that set a context, the nearest one gives',
  subgraphs: [
    subgraph(
      'a',
      `type Query { user(id: ID): User items: [Owned] }
      type Owned { by: User }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String friend: User cart: [Item] }
      ${item.type} giver: User twin: Item }`,
      {
        Query: { user: (_, { id }) => ({ id }), items: () => [{ by: { id: '2' } }, {}] },
        User: {
          locale: ({ id }) => `l${String(id)}`,
          friend: ({ id }) => ({ id: String(Number(id) + 1) }),
          cart: ({ id }) => [{ id: `i${String(id)}` }, { id: 'i' }],
        },
        Item: {
          label: item.label,
          giver: () => ({ id: '9' }),
          twin: ({ id }) => ({ id: `t${String(id)}` }),
        },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query:
        '{ user(id: 1) { cart { label } friend { cart { label } friend { cart { label } } } } }',
      data: {
        user: {
          cart: [{ label: 'i1 in l1' }, { label: 'i in l1' }],
          friend: {
            cart: [{ label: 'i2 in l2' }, { label: 'i in l2' }],
            friend: { cart: [{ label: 'i3 in l3' }, { label: 'i in l3' }] },
          },
        },
      },
    },
    {
      query:
        '{ user(id: 1) { cart { label twin { label twin { label } } giver { cart { label } } } } }',
      data: {
        user: {
          cart: [
            {
              label: 'i1 in l1',
              twin: { label: 'ti1 in l1', twin: { label: 'tti1 in l1' } },
              giver: { cart: [{ label: 'i9 in l9' }, { label: 'i in l9' }] },
            },
            {
              label: 'i in l1',
              twin: { label: 'ti in l1', twin: { label: 'tti in l1' } },
              giver: { cart: [{ label: 'i9 in l9' }, { label: 'i in l9' }] },
            },
          ],
        },
      },
    },
    {
      query:
        '{ one: user(id: 1) { cart { twin { label } } } two: user(id: 2) { cart { twin { label } } } items { by { cart { label } } } }',
      data: {
        one: { cart: [{ twin: { label: 'ti1 in l1' } }, { twin: { label: 'ti in l1' } }] },
        two: { cart: [{ twin: { label: 'ti2 in l2' } }, { twin: { label: 'ti in l2' } }] },
        items: [{ by: { cart: [{ label: 'i2 in l2' }, { label: 'i in l2' }] } }, { by: null }],
      },
    },
  ],
}

export const contextAliases: SpecCase = {
  feature: "@fromContext: a client's aliases do not stand in for what a context selects",
  subgraphs: [
    subgraph(
      'a',
      `type Query { users: [User] }
      type User @key(fields: "id") @context(name: "user") { id: ID! locale: String name: String cart(n: Int): [Item] }
      ${item.type} name: String }`,
      {
        Query: { users: () => [{ id: '1' }, { id: '2' }] },
        User: {
          locale: ({ id }) => `l${String(id)}`,
          name: ({ id }) => `n${String(id)}`,
          cart: (_, { n }) => [{ id: `i${String(n)}` }],
        },
        Item: { label: item.label, name: ({ id }) => `name ${String(id)}` },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query: '{ users { locale: name id: locale cart(n: 1) { label: name text: label } } }',
      data: {
        users: [1, 2].map((id) => ({
          locale: `n${id}`,
          id: `l${id}`,
          cart: [{ label: 'name i1', text: `i1 in l${id}` }],
        })),
      },
    },
    {
      query:
        '{ u: users { few: cart(n: 1) { a: label b: label id } cart: cart(n: 2) { id: label } ...F } } fragment F on User { more: cart(n: 3) { ... on Item { label } } }',
      data: {
        u: [1, 2].map((id) => ({
          few: [{ a: `i1 in l${id}`, b: `i1 in l${id}`, id: 'i1' }],
          cart: [{ id: `i2 in l${id}` }],
          more: [{ label: `i3 in l${id}` }],
        })),
      },
    },
  ],
}
