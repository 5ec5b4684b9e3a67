import { type SpecCase, subgraph } from '../spec-case.ts'

export const provides: SpecCase = {
  feature: '@provides: what a subgraph has at hand is not asked for elsewhere',
  subgraphs: [
    subgraph(
      'reviews',
      `type Query { reviews: [Review] @provides(fields: "of { name }") latest: Review }
      type Review { text: String of: Good }
      type Good @key(fields: "id") { id: ID! name: String @external }`,
      {
        Query: {
          reviews: () => [{ text: 'fine', of: { id: '1', name: 'pan' } }],
          latest: () => ({ text: 'poor', of: { id: '2' } }),
        },
      },
    ),
    subgraph(
      'goods',
      'type Good @key(fields: "id") { id: ID! name: String @shareable grams: Int }',
      {
        Good: { name: () => 'pot', grams: ({ id }) => Number(id) * 100 },
      },
    ),
  ],
  asks: [
    {
      query: '{ reviews { of { name } } }',
      data: { reviews: [{ of: { name: 'pan' } }] },
      requests: { reviews: 1, goods: 0 },
    },
    {
      query: '{ latest { text of { grams name } } }',
      data: { latest: { text: 'poor', of: { grams: 200, name: 'pot' } } },
      requests: { reviews: 1, goods: 1 },
    },
  ],
}

export const override: SpecCase = {
  feature: '@override: the subgraph that had the field is not asked for it any more',
  subgraphs: [
    subgraph(
      'old',
      'type Query { good: Good } type Good @key(fields: "id") { id: ID! price: Int age: Int }',
      {
        Query: { good: () => ({ id: '1' }) },
        Good: { price: () => 1, age: () => 9 },
      },
    ),
    subgraph('new', 'type Good @key(fields: "id") { id: ID! price: Int @override(from: "old") }', {
      Good: { price: () => 2 },
    }),
  ],
  asks: [{ query: '{ good { price age } }', data: { good: { price: 2, age: 9 } } }],
}

export const shareable: SpecCase = {
  feature:
    '@shareable: values and roots that several subgraphs answer, each with fields of its own',
  subgraphs: [
    subgraph(
      'a',
      `type Query { settings: Settings @shareable version: String a: Int }
      type Settings { language: String @shareable theme: String }`,
      {
        Query: {
          settings: () => ({ language: 'vi', theme: 'dark' }),
          version: () => '1',
          a: () => 1,
        },
      },
    ),
    subgraph(
      'b',
      `type Query { settings: Settings @shareable b: Int }
      type Settings { language: String @shareable zone: String }`,
      { Query: { settings: () => ({ language: 'vi', zone: '+7' }), b: () => 2 } },
    ),
  ],
  asks: [
    {
      query: '{ settings { zone language theme } b a version }',
      data: { settings: { zone: '+7', language: 'vi', theme: 'dark' }, b: 2, a: 1, version: '1' },
      requests: { a: 1, b: 1 },
    },
    { query: '{ settings { language } }', data: { settings: { language: 'vi' } } },
    { query: '{ __typename a }', data: { __typename: 'Query', a: 1 }, requests: { a: 1, b: 0 } },
  ],
}

export const inaccessible: SpecCase = {
  feature:
    '@inaccessible: keys and required fields that no client sees; values outside the schema are null',
  subgraphs: [
    subgraph(
      'a',
      `type Query { people: [Person] }
      type Person @key(fields: "secret") { secret: ID! @inaccessible mood: Mood grade: Int @inaccessible }
      enum Mood { GLAD SAD @inaccessible }`,
      {
        Query: {
          people: () => [
            { secret: 's1', mood: 'GLAD', grade: 1 },
            { secret: 's2', mood: 'SAD', grade: 2 },
          ],
        },
      },
    ),
    subgraph(
      'b',
      `type Person @key(fields: "secret") {
        secret: ID! grade: Int @external stars: String @requires(fields: "grade")
      }`,
      { Person: { stars: ({ grade }) => '*'.repeat(Number(grade)) } },
    ),
  ],
  asks: [
    {
      query: '{ people { stars mood } }',
      data: {
        people: [
          { stars: '*', mood: 'GLAD' },
          { stars: '**', mood: null },
        ],
      },
      errors: [['people', 1, 'mood']],
    },
    { query: '{ people { secret } }', data: undefined, errors: [[]], message: /secret/ },
  ],
}

export const intersection: SpecCase = {
  feature: 'enums and inputs by intersection; enums that are only answered by union',
  subgraphs: [
    subgraph(
      'a',
      `enum Order { UP DOWN SIDEWAYS } enum Kind { X Y } input Where { name: String = "n" size: Int }
      type Query { a(order: Order = UP, where: Where): String kind: Kind }`,
      {
        Query: {
          a: (_, { order, where }) => JSON.stringify({ order, where }),
          kind: () => 'Y',
        },
      },
    ),
    subgraph(
      'b',
      `enum Order { UP DOWN } enum Kind { Z } input Where { name: String = "n" colour: String }
      type Query { b(order: Order!, where: [Where!]): String other: Kind }`,
      {
        Query: { b: (_, { order, where }) => JSON.stringify({ order, where }), other: () => 'Z' },
      },
    ),
  ],
  asks: [
    {
      query: 'query ($o: Order!, $w: Where) { a(where: $w) b(order: $o, where: [{}]) kind other }',
      variables: { o: 'DOWN', w: { name: null } },
      data: {
        a: '{"order":"UP","where":{"name":null}}',
        b: '{"order":"DOWN","where":[{"name":"n"}]}',
        kind: 'Y',
        other: 'Z',
      },
    },
    { query: '{ a(order: SIDEWAYS) }', data: undefined, errors: [[]], message: /SIDEWAYS/ },
    { query: '{ a(where: { size: 1 }) }', data: undefined, errors: [[]], message: /size/ },
  ],
}

export const sharedLists: SpecCase = {
  feature: '@shareable: lists of objects that two subgraphs answer, entities within them',
  subgraphs: [
    subgraph(
      'a',
      `type Query { shelf: Shelf }
      type Shelf @key(fields: "id") { id: ID! rows: [Row] @shareable }
      type Row { books: [Book!]! @shareable }
      type Book @key(fields: "id") { id: ID! }`,
      {
        Query: { shelf: () => ({ id: 's' }) },
        Shelf: { rows: () => [{ books: [{ id: '1' }, { id: '2' }] }, null, { books: [] }] },
      },
    ),
    subgraph(
      'b',
      `type Shelf @key(fields: "id") { id: ID! rows: [Row] @shareable metres: Int }
      type Row { books: [Book!]! @shareable }
      type Book @key(fields: "id") { id: ID! pages: Int }`,
      {
        Shelf: {
          metres: () => 2,
          rows: () => [{ books: [{ id: '1' }, { id: '2' }] }, null, { books: [] }],
        },
        Book: { pages: ({ id }) => Number(id) * 100 },
      },
    ),
  ],
  asks: [
    {
      query: '{ shelf { metres rows { books { id } } rows { books { pages } __typename } } }',
      data: {
        shelf: {
          metres: 2,
          rows: [
            {
              books: [
                { id: '1', pages: 100 },
                { id: '2', pages: 200 },
              ],
              __typename: 'Row',
            },
            null,
            { books: [], __typename: 'Row' },
          ],
        },
      },
    },
  ],
}

export const providedMembers: SpecCase = {
  feature: '@provides: of the members of a union and of an interface, by fragments',
  subgraphs: [
    subgraph(
      'a',
      `type Query {
        found: [Found] @provides(fields: "... on Cat { lives } ... on Dog { years }")
        pet: Pet @provides(fields: "... on Cat { lives }")
      }
      union Found = Cat | Dog
      interface Pet { id: ID! }
      type Cat implements Pet @key(fields: "id") { id: ID! lives: Int @external }
      type Dog implements Pet @key(fields: "id") { id: ID! years: Int @external }`,
      {
        Query: {
          found: () => [
            { __typename: 'Cat', id: 'c1', lives: 7 },
            { __typename: 'Dog', id: 'd1', years: 3 },
          ],
          pet: () => ({ __typename: 'Dog', id: 'd2' }),
        },
      },
    ),
    subgraph(
      'b',
      `type Cat @key(fields: "id") { id: ID! lives: Int @shareable }
      type Dog @key(fields: "id") { id: ID! years: Int @shareable }`,
      { Cat: { lives: () => 7 }, Dog: { years: ({ id }) => (id === 'd1' ? 3 : 4) } },
    ),
  ],
  asks: [
    {
      query: '{ found { ... on Cat { lives } ... on Dog { years } } }',
      data: { found: [{ lives: 7 }, { years: 3 }] },
      requests: { a: 1, b: 0 },
    },
    {
      query: '{ pet { id ... on Cat { lives } ... on Dog { years } } }',
      data: { pet: { id: 'd2', years: 4 } },
      requests: { a: 1, b: 1 },
    },
  ],
}

export const labelled: SpecCase = {
  feature:
    '@override with a label: none is ever on, so that the subgraph that had the field answers',
  subgraphs: [
    subgraph(
      'a',
      `type Query { thing: Thing }
      type Thing @key(fields: "id") { id: ID! one: Int two: Int }`,
      { Query: { thing: () => ({ id: '1' }) }, Thing: { one: () => 1, two: () => 2 } },
    ),
    subgraph(
      'b',
      `type Query { other: Thing }
      type Thing @key(fields: "id") {
        id: ID! one: Int @override(from: "a", label: "percent(99)")
        two: Int @override(from: "a", label: "moved")
      }`,
      { Query: { other: () => ({ id: '2' }) }, Thing: { one: () => -1, two: () => -2 } },
    ),
  ],
  asks: [
    {
      query: '{ thing { one two } other { one two } }',
      data: { thing: { one: 1, two: 2 }, other: { one: 1, two: 2 } },
    },
  ],
}
