import { item } from '../context-item.ts'
import { type SpecCase, subgraph } from '../spec-case.ts'

export const severalContexts: SpecCase = {
  feature: '@fromContext: several contexts for one field, lists, enums and values within objects',
  subgraphs: [
    subgraph(
      'a',
      `enum Mood { GLAD SAD } scalar Json
      type Query { shops: [Shop] }
      type Shop @key(fields: "id") @context(name: "shop") { id: ID! mood: Mood tags: [String] json: Json users: [User] }
      type User @key(fields: "id") @context(name: "user") { id: ID! place: Place order: Order }
      type Place { home: Home } type Home { city: String zips: [Int] }
      type Order @key(fields: "id") { id: ID!
        note(n: Int = 7, mood: Mood @fromContext(field: "$shop { mood }"),
          city: String @fromContext(field: "$user { place { home { city } } }")): String
        tags(of: [String] @fromContext(field: "$shop { tags }")): String
        json(of: Json @fromContext(field: "$shop { json }")): String
        zips(of: [Int] @fromContext(field: "$user { place { home { zips } } }")): String
        plain: String }`,
      {
        Query: { shops: () => [{ id: '1' }, { id: '2' }] },
        Shop: {
          mood: ({ id }) => (id === '1' ? 'GLAD' : null),
          tags: ({ id }) => (id === '1' ? ['x', 'y'] : []),
          json: ({ id }) => (id === '1' ? { a: [1, null] } : 'text'),
          users: () => [{ id: 'u1' }, { id: 'u2' }],
        },
        User: {
          place: ({ id }) =>
            id === 'u1' ? { home: { city: 'Huế', zips: [1, null] } } : { home: null },
          order: () => ({ id: 'o' }),
        },
        Order: {
          note: (_, args) => JSON.stringify(args),
          tags: (_, { of }) => JSON.stringify(of),
          json: (_, { of }) => JSON.stringify(of),
          zips: (_, { of }) => JSON.stringify(of),
          plain: () => 'plain',
        },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query: 'query ($n: Int) { shops { users { order { note other: note(n: $n) plain } } } }',
      variables: { n: 8 },
      data: {
        shops: [{ mood: 'GLAD' }, { mood: null }].map((shop) => ({
          users: [{ city: 'Huế' }, { city: null }].map((user) => ({
            order: {
              note: JSON.stringify({ n: 7, ...shop, ...user }),
              other: JSON.stringify({ n: 8, ...shop, ...user }),
              plain: 'plain',
            },
          })),
        })),
      },
    },
    {
      query: '{ shops { users { order { tags } } } }',
      data: {
        shops: ['["x","y"]', '[]'].map((tags) => ({
          users: [1, 2].map(() => ({ order: { tags } })),
        })),
      },
    },
    {
      query: '{ shops { users { order { json zips } } } }',
      data: {
        shops: ['{"a":[1,null]}', '"text"'].map((json) => ({
          users: ['[1,null]', 'null'].map((zips) => ({ order: { json, zips } })),
        })),
      },
    },
  ],
}

export const contextTypes: SpecCase = {
  feature: '@fromContext: set by several types, by an interface and by the members of a union',
  subgraphs: [
    subgraph(
      'a',
      `type Query { owners: [Owner] actors: [Actor] user: User }
      union Owner = User | Firm | Nobody
      interface Actor @context(name: "actor") { id: ID! title: String items: [Item] }
      type User implements Actor @key(fields: "id") @context(name: "user") { id: ID! title: String locale: String items: [Item] }
      type Firm implements Actor @key(fields: "id") @context(name: "user") { id: ID! title: String lang: String items: [Item] }
      type Nobody { id: ID }
      type Item @key(fields: "id") { id: ID!
        label(in: String @fromContext(field: "$user ... on User { locale } ... on Firm { lang }")): String
        text(of: String @fromContext(field: "$actor { title }")): String }`,
      {
        Query: {
          owners: () => [
            { __typename: 'User', id: '1' },
            { __typename: 'Firm', id: '1' },
            { __typename: 'Nobody', id: '1' },
            { __typename: 'User', id: '2' },
          ],
          actors: () => [
            { __typename: 'Firm', id: '3' },
            { __typename: 'User', id: '4' },
          ],
          user: () => ({ id: '5' }),
        },
        User: {
          locale: ({ id }) => `l${String(id)}`,
          title: ({ id }) => `user ${String(id)}`,
          items: () => [{ id: 'i' }],
        },
        Firm: {
          lang: ({ id }) => `f${String(id)}`,
          title: ({ id }) => `firm ${String(id)}`,
          items: () => [{ id: 'i' }],
        },
        Item: {
          label: item.label,
          text: ({ id }, { of }) => `${String(id)} of ${String(of)}`,
        },
      },
    ),
    subgraph('b', 'type Query { b: Int }'),
  ],
  asks: [
    {
      query:
        '{ owners { __typename ... on User { items { label } } ... on Firm { items { label } } } }',
      data: {
        owners: [
          { __typename: 'User', items: [{ label: 'i in l1' }] },
          { __typename: 'Firm', items: [{ label: 'i in f1' }] },
          { __typename: 'Nobody' },
          { __typename: 'User', items: [{ label: 'i in l2' }] },
        ],
      },
    },
    {
      query: '{ actors { items { text } } user { items { text } } }',
      data: {
        actors: [{ items: [{ text: 'i of firm 3' }] }, { items: [{ text: 'i of user 4' }] }],
        user: { items: [{ text: 'i of user 5' }] },
      },
    },
  ],
}

/** The planner forgets one of two contexts of one object where fragments select in it: nothing wrong is answered. */
export const contextsForgotten: SpecCase = {
  feature: '@fromContext: what no plan fetches is null with an error, never taken for null',
  subgraphs: contextTypes.subgraphs,
  asks: [
    {
      query: '{ owners { __typename ... on User { items { label text } } } }',
      data: {
        owners: [
          { __typename: 'User', items: [{ label: null, text: null }] },
          { __typename: 'Firm' },
          { __typename: 'Nobody' },
          { __typename: 'User', items: [{ label: null, text: null }] },
        ],
      },
      errors: [0, 3].map((index) => ['owners', index, 'items', 0]),
      message: /not known/,
    },
    {
      query: '{ owners { ... on User { locale title items { label text } } } }',
      data: {
        owners: [
          { locale: 'l1', title: 'user 1', items: [{ label: 'i in l1', text: 'i of user 1' }] },
          {},
          {},
          { locale: 'l2', title: 'user 2', items: [{ label: 'i in l2', text: 'i of user 2' }] },
        ],
      },
    },
  ],
}
