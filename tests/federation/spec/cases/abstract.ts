import { type SpecCase, subgraph } from '../spec-case.ts'

export const interfaceObject: SpecCase = {
  feature: '@interfaceObject: fields for every implementation, by a subgraph that knows none',
  subgraphs: [
    subgraph(
      'media',
      `type Query { media: [Media!] }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
      {
        Query: {
          media: () => [
            { __typename: 'Book', id: 'b1', title: 'B', pages: 9 },
            { __typename: 'Film', id: 'f1', title: 'F', minutes: 90 },
          ],
        },
        Media: {
          __resolveReference: ({ id }) =>
            String(id).startsWith('b')
              ? { __typename: 'Book', id, title: `B ${String(id)}`, pages: 9 }
              : { __typename: 'Film', id, title: `F ${String(id)}`, minutes: 90 },
        },
        Book: { __resolveReference: ({ id }) => ({ id, title: `B ${String(id)}`, pages: 9 }) },
        Film: { __resolveReference: ({ id }) => ({ id, title: `F ${String(id)}`, minutes: 90 }) },
      },
    ),
    subgraph(
      'reviews',
      `type Query { reviewed: [Media] }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
      {
        Query: { reviewed: () => [{ id: 'f7' }, null, { id: 'b7' }] },
        Media: { stars: ({ id }) => (String(id).startsWith('b') ? 1 : 2) },
      },
    ),
  ],
  asks: [
    {
      query: '{ media { stars ... on Film { stars minutes } } }',
      data: { media: [{ stars: 1 }, { stars: 2, minutes: 90 }] },
      requests: { media: 1, reviews: 1 },
    },
    {
      query: '{ reviewed { __typename title stars ... on Book { pages } } }',
      data: {
        reviewed: [
          { __typename: 'Film', title: 'F f7', stars: 2 },
          null,
          { __typename: 'Book', title: 'B b7', stars: 1, pages: 9 },
        ],
      },
    },
    {
      query: '{ reviewed { stars } }',
      data: { reviewed: [{ stars: 2 }, null, { stars: 1 }] },
      requests: { media: 0, reviews: 1 },
    },
  ],
}

export const unions: SpecCase = {
  feature: 'unions with other members in each subgraph, and one response name with two meanings',
  subgraphs: [
    subgraph(
      'a',
      `type Query { found: [Found] }
      union Found = Cat | Dog
      type Cat @key(fields: "id") { id: ID! }
      type Dog @key(fields: "id") { id: ID! years: Int }`,
      {
        Query: {
          found: () => [
            { __typename: 'Cat', id: 'c1' },
            { __typename: 'Dog', id: 'd1', years: 3 },
          ],
        },
      },
    ),
    subgraph(
      'b',
      `union Found = Cat | Bird
      type Query { friend: Found }
      type Cat @key(fields: "id") { id: ID! lives: Int friends: [Found!] }
      type Bird @key(fields: "id") { id: ID! wings: Int }
      type Dog @key(fields: "id") { id: ID! name: String }`,
      {
        Query: { friend: () => ({ __typename: 'Bird', id: 'b0', wings: 2 }) },
        Cat: {
          lives: () => 7,
          friends: () => [
            { __typename: 'Bird', id: 'b1', wings: 2 },
            { __typename: 'Cat', id: 'c2' },
          ],
        },
        Dog: { name: ({ id }) => `dog ${String(id)}` },
      },
    ),
  ],
  asks: [
    {
      query: `{ found { __typename
        ... on Cat { n: lives friends { ... on Bird { wings } ... on Cat { lives } } }
        ... on Dog { n: years name }
        ... on Bird { n: wings } } }`,
      data: {
        found: [
          { __typename: 'Cat', n: 7, friends: [{ wings: 2 }, { lives: 7 }] },
          { __typename: 'Dog', n: 3, name: 'dog d1' },
        ],
      },
    },
    {
      query: '{ friend { ... on Bird { wings } ... on Dog { name } } }',
      data: { friend: { wings: 2 } },
    },
  ],
}

export const interfaces: SpecCase = {
  feature:
    "interfaces over subgraphs; a null moves up by the object's own type, stricter than the interface's",
  subgraphs: [
    subgraph(
      'a',
      `type Query { shapes: [Shape] }
      interface Shape { id: ID! }
      type Disc implements Shape @key(fields: "id") { id: ID! }
      type Tile implements Shape @key(fields: "id") { id: ID! side: Int }`,
      {
        Query: {
          shapes: () => [
            { __typename: 'Disc', id: '1' },
            { __typename: 'Tile', id: '2', side: 4 },
            { __typename: 'Disc', id: '3' },
          ],
        },
      },
    ),
    subgraph(
      'b',
      `interface Shape { id: ID! area: Float }
      type Disc implements Shape @key(fields: "id") { id: ID! area: Float! }
      type Tile implements Shape @key(fields: "id") { id: ID! area: Float }`,
      {
        Disc: { area: ({ id }) => (id === '3' ? null : 3.14) },
        Tile: { area: () => null },
      },
    ),
  ],
  asks: [
    {
      query: '{ shapes { area ... on Tile { side } } }',
      data: { shapes: [{ area: 3.14 }, { area: null, side: 4 }, null] },
      errors: [['shapes', 2, 'area']],
      stock: 'a Disc without area, where a Disc has one',
    },
  ],
}

export const crossedInterfaces: SpecCase = {
  feature:
    '@interfaceObject met through another interface of the same object, by fragments within fragments',
  subgraphs: [
    subgraph(
      'a',
      `type Query { named: Named }
      interface Media @key(fields: "id") { id: ID! }
      interface Named { id: ID! }
      type Book implements Media & Named @key(fields: "id") { id: ID! pages: Int }`,
      {
        Query: { named: () => ({ __typename: 'Book', id: 'b1', pages: 9 }) },
        Media: { __resolveReference: ({ id }) => ({ __typename: 'Book', id, pages: 9 }) },
      },
    ),
    subgraph(
      'b',
      `interface Named { id: ID! name: String }
      type Book implements Named @key(fields: "id") { id: ID! name: String }`,
      { Book: { name: ({ id }) => `name of ${String(id)}` } },
    ),
    subgraph('o', 'type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }', {
      Media: { stars: () => 3 },
    }),
  ],
  asks: [
    {
      query: `{ named { ... on Media { id ... on Named { name } } ... on Book { pages __typename }
        ... on Media { ... on Book { stars } } id } }`,
      data: { named: { id: 'b1', name: 'name of b1', pages: 9, __typename: 'Book', stars: 3 } },
      stock: 'nothing but the id',
    },
  ],
}

export const unknownType: SpecCase = {
  feature:
    '@interfaceObject whose type nobody can tell: nothing that depends on it is left out without a word',
  subgraphs: [
    subgraph(
      'media',
      `type Query { media: Int }
      interface Media @key(fields: "id") { id: ID! pages: Int }
      type Book implements Media @key(fields: "id") { id: ID! pages: Int! }`,
      {
        Media: { __resolveReference: ({ id }) => ({ __typename: 'Book', id }) },
        Book: {
          __resolveReference: ({ id }) => ({ id }),
          pages: ({ id }) => (id === 'b1' ? 9 : null),
        },
      },
    ),
    subgraph(
      'reviews',
      `type Query { reviewed: [Media] }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }`,
      {
        Query: {
          reviewed: () => [
            { id: 'b1', stars: 1 },
            { id: 'b2', stars: 2 },
          ],
        },
      },
    ),
  ],
  asks: [
    {
      query: '{ reviewed { stars ... on Book { pages } } }',
      data: { reviewed: [{ stars: 1, pages: 9 }, null] },
      errors: [['reviewed', 1, 'pages']],
      stock: 'a review of something, without its pages',
    },
    {
      query: '{ reviewed { pages } }',
      data: { reviewed: [{ pages: 9 }, null] },
      errors: [['reviewed', 1, 'pages']],
      stock: 'a Book without pages',
    },
    { query: '{ reviewed { stars } }', data: { reviewed: [{ stars: 1 }, { stars: 2 }] } },
  ],
}

export const castAcross: SpecCase = {
  feature:
    '@interfaceObject answered by a subgraph that knows none of its types, asked for another interface',
  subgraphs: [
    subgraph(
      'a',
      `type Query { pages: Int }
      interface Media @key(fields: "id") { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID! pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! }`,
      {
        Media: {
          __resolveReference: ({ id }) => ({
            __typename: String(id).startsWith('b') ? 'Book' : 'Film',
            id,
            pages: 9,
          }),
        },
        Book: { __resolveReference: ({ id }) => ({ id, pages: 9 }) },
      },
    ),
    subgraph(
      'b',
      `interface Named @key(fields: "id") { id: ID! name: String }
      interface Media { id: ID! }
      type Book implements Named & Media @key(fields: "id") { id: ID! name: String }`,
      { Book: { name: ({ id }) => `name of ${String(id)}` } },
    ),
    subgraph(
      'o',
      `type Query { liked: [Media] }
      type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }
      type Named @key(fields: "id") @interfaceObject { id: ID! votes: Int }`,
      {
        Query: { liked: () => [{ id: 'b1' }, { id: 'f1' }, null] },
        Media: { stars: () => 3 },
        Named: { votes: () => 7 },
      },
    ),
  ],
  asks: [
    {
      query: '{ liked { stars ... on Named { name votes ... on Book { pages } } } }',
      data: { liked: [{ stars: 3, name: 'name of b1', votes: 7, pages: 9 }, { stars: 3 }, null] },
      stock: 'INTERNAL_SERVER_ERROR: the planner fails',
    },
    {
      query: 'query { liked { ...N } } fragment N on Named { id n: name ... on Media { stars } }',
      data: { liked: [{ id: 'b1', n: 'name of b1', stars: 3 }, {}, null] },
      stock: 'INTERNAL_SERVER_ERROR: the planner fails',
    },
  ],
}
