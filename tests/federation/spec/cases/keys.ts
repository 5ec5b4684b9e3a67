import { type SpecCase, subgraph } from '../spec-case.ts'

export const severalKeys: SpecCase = {
  feature: '@key: several keys, compound and nested; one subgraph leads from one key to another',
  subgraphs: [
    subgraph(
      'shelf',
      `type Query { books: [Book] }
      type Book @key(fields: "isbn") { isbn: ID! }`,
      { Query: { books: () => [{ isbn: '1' }, null, { isbn: '2' }, { isbn: '1' }] } },
    ),
    subgraph(
      'catalogue',
      `type Book @key(fields: "isbn") @key(fields: "work { title } year") {
        isbn: ID! work: Work! year: Int!
      }
      type Work @shareable { title: String! }`,
      {
        Book: {
          __resolveReference: ({ isbn }) => ({
            isbn,
            work: { title: `T${String(isbn)}` },
            year: 2000,
          }),
        },
      },
    ),
    subgraph(
      'reviews',
      `type Book @key(fields: "work { title } year") { work: Work! year: Int! stars: Int }
      type Work @shareable { title: String! }`,
      {
        Book: {
          stars: ({ work }) => ((work as { title: string }).title === 'T1' ? 5 : 2),
        },
      },
    ),
  ],
  asks: [
    {
      query: '{ books { stars isbn } }',
      data: {
        books: [{ stars: 5, isbn: '1' }, null, { stars: 2, isbn: '2' }, { stars: 5, isbn: '1' }],
      },
      requests: { shelf: 1, catalogue: 1, reviews: 1 },
    },
  ],
}

export const stub: SpecCase = {
  feature: '@key(resolvable: false): a reference that leads elsewhere alone',
  subgraphs: [
    subgraph(
      'orders',
      `type Query { order: Order }
      type Order { buyer: Person }
      type Person @key(fields: "id", resolvable: false) { id: ID! }`,
      { Query: { order: () => ({ buyer: { id: 'p1' } }) } },
    ),
    subgraph('people', 'type Person @key(fields: "id") { id: ID! name: String }', {
      Person: { name: ({ id }) => `name of ${String(id)}` },
    }),
  ],
  asks: [
    { query: '{ order { buyer { name } } }', data: { order: { buyer: { name: 'name of p1' } } } },
  ],
}

export const missing: SpecCase = {
  feature:
    'an object that its subgraph does not know is null, and errors say so where it must not be',
  subgraphs: [
    subgraph(
      'orders',
      `type Query { buyers: [Person!] }
      type Person @key(fields: "id") { id: ID! }`,
      { Query: { buyers: () => [{ id: 'p1' }, { id: 'p2' }] } },
    ),
    subgraph('people', 'type Person @key(fields: "id") { id: ID! name: String born: Int! }', {
      Person: {
        __resolveReference: ({ id }) => (id === 'p1' ? { id, name: 'An', born: 1980 } : null),
      },
    }),
  ],
  asks: [
    {
      query: '{ buyers { id name } }',
      data: {
        buyers: [
          { id: 'p1', name: 'An' },
          { id: 'p2', name: null },
        ],
      },
    },
    {
      query: '{ buyers { id born } }',
      data: { buyers: null },
      errors: [['buyers', 1, 'born']],
    },
  ],
}

export const clash: SpecCase = {
  feature: "aliases that are a key's name, or a required field's, do not stand in for them",
  subgraphs: [
    subgraph(
      'shelf',
      `type Query { book: Book }
      type Book @key(fields: "id") { id: ID! shelf: ID weight: Int }`,
      { Query: { book: () => ({ id: '1', shelf: '2', weight: 7 }) } },
    ),
    subgraph(
      'post',
      `type Book @key(fields: "id") {
        id: ID! weight: Int @external postage: Int @requires(fields: "weight") name: String
      }`,
      {
        Book: {
          name: ({ id }) => `book ${String(id)}`,
          postage: ({ weight }) => Number(weight) * 10,
        },
      },
    ),
  ],
  asks: [
    {
      query: '{ book { id: shelf name } }',
      data: { book: { id: '2', name: 'book 1' } },
      stock: 'the alias is taken for the key: the name of another book',
    },
    {
      query: '{ book { weight: shelf postage } }',
      data: { book: { weight: '2', postage: 70 } },
      stock: 'the alias is taken for the weight',
    },
    {
      query: '{ book { id: __typename name } }',
      data: { book: { id: 'Book', name: 'book 1' } },
    },
    {
      query: '{ book { __typename name: id id: name } }',
      data: { book: { __typename: 'Book', name: '1', id: 'book 1' } },
    },
  ],
}
