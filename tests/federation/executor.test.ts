import { expect, test } from 'vitest'
import { type RequestMinistry, executorOf } from '../support/executor-of.ts'
import { compose } from './gateway-world.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11",
  import: ["@key", "@requires", "@external", "@shareable", "@interfaceObject",
  "@context", "@fromContext"])`

const supergraph = (parts: Readonly<Record<string, string>>): string =>
  compose(
    Object.entries(parts).map(([name, sdl]) => ({
      name,
      sdl: `${link}\n${sdl}`,
      url: 'http://127.0.0.1:9/',
    })),
  )

interface Sent {
  readonly ministry: string
  readonly query: string
  readonly representations: readonly Record<string, unknown>[]
}

/** Answers each ministry by a function of the representations, and notes what was sent. */
function scripted(
  answers: Readonly<Record<string, (sent: Sent) => unknown>>,
): RequestMinistry & { readonly sent: Sent[] } {
  const sent: Sent[] = []
  const ask: RequestMinistry = async (ministry, { query, variables }) => {
    const { representations = [] } = variables as Partial<Sent>
    const errand = { ministry, query, representations }
    sent.push(errand)
    return answers[ministry]?.(errand)
  }
  return Object.assign(ask, { sent })
}

const people = supergraph({
  a: `type Query { people: [Person] chief: Person }
      type Person @key(fields: "id") { id: ID! }`,
  b: 'type Person @key(fields: "id") { id: ID! name: String! home: Home } type Home { street: String }',
})

test('each object is asked about once, and stands wherever it belongs', async () => {
  const ministries = scripted({
    a: () => ({
      data: {
        people: ['1', '2', null, '1'].map((id) => id && { __typename: 'Person', id }),
        chief: { __typename: 'Person', id: '2' },
      },
    }),
    b: ({ representations }) => ({
      data: { _entities: representations.map(({ id }) => ({ name: `n${String(id)}` })) },
    }),
  })
  const ask = executorOf(people, ministries)
  const answer = await ask('{ people { name } chief { name } }')
  expect(answer).toEqual({
    data: {
      people: [{ name: 'n1' }, { name: 'n2' }, null, { name: 'n1' }],
      chief: { name: 'n2' },
    },
    errors: [],
  })
  expect(ministries.sent.filter(({ ministry }) => ministry === 'b')).toMatchObject([
    { representations: [{ id: '1' }, { id: '2' }] },
  ])
})

test('an error about one object is told at every place where it stands', async () => {
  const ministries = scripted({
    a: () => ({
      data: { people: [null, '1', '2', '1'].map((id) => id && { __typename: 'Person', id }) },
    }),
    b: () => ({
      data: { _entities: [null, { name: 'n2' }] },
      errors: [{ message: 'lost', path: ['_entities', 0, 'name'] }],
    }),
  })
  const { data, errors } = await executorOf(people, ministries)('{ people { id name } }')
  expect(data).toEqual({ people: [null, null, { id: '2', name: 'n2' }, null] })
  expect(errors.map(({ message, path }) => [message, path])).toEqual([
    ['lost', ['people', 1, 'name']],
    ['lost', ['people', 3, 'name']],
  ])
})

test('a required field with arguments is kept apart from the one that the client asks', async () => {
  const ministries = scripted({
    a: ({ query }) => {
      const prices: Record<string, number> = { EUR: 1, USD: 2 }
      const item: Record<string, unknown> = { __typename: 'Item', id: '1' }
      for (const [, alias, currency] of query.matchAll(/(\w+)(?::price)?\(currency:"(\w+)"\)/g))
        item[String(alias)] = prices[String(currency)]
      return { data: { item } }
    },
    b: ({ representations }) => ({
      data: { _entities: representations.map(({ price }) => ({ shipping: Number(price) * 100 })) },
    }),
  })
  const ask = executorOf(
    supergraph({
      a: `type Query { item: Item }
          type Item @key(fields: "id") { id: ID! price(currency: String): Int title: String }`,
      b: `type Item @key(fields: "id") { id: ID! price(currency: String): Int @external
            shipping: Int @requires(fields: "price(currency: \\"EUR\\")") }`,
    }),
    ministries,
  )
  expect(await ask('{ item { price(currency: "USD") shipping } }')).toEqual({
    data: { item: { price: 2, shipping: 100 } },
    errors: [],
  })
  expect(await ask('{ item { shipping } }')).toEqual({
    data: { item: { shipping: 100 } },
    errors: [],
  })
  expect(await ask('{ item { __typename shipping p: price(currency: "USD") } }')).toEqual({
    data: { item: { __typename: 'Item', shipping: 100, p: 2 } },
    errors: [],
  })
})

test('nulls go up to where they may be, values of no acceptable type are errors', async () => {
  const ask = executorOf(
    supergraph({
      a: `type Query { box: Box deep: [[Box!]!] any: [Thing] }
          type Box { count: Int! label: String colour: Colour size: Float on: Boolean id: ID }
          enum Colour { RED }
          union Thing = Box | Lid
          type Lid { wide: Boolean }`,
    }),
    scripted({
      a: () => ({
        data: {
          box: { count: 'many', label: 'x' },
          deep: [[{ count: 1, label: 5, colour: 'BLUE', id: 7 }], [{ label: 'y' }]],
          any: [
            { __typename: 'Lid', wide: true },
            { __typename: 'Box', n: 3 },
            { __typename: 'Car' },
            'text',
          ],
        },
      }),
    }),
  )
  const { data, errors } = await ask(`{
    box { count label }
    deep { label colour id }
    any { __typename ... on Lid { wide } ... on Box { n: count } }
  }`)
  expect(data).toEqual({
    box: null,
    deep: [[{ label: null, colour: null, id: '7' }], [{ label: 'y', colour: null, id: null }]],
    any: [{ __typename: 'Lid', wide: true }, { __typename: 'Box', n: 3 }, null, null],
  })
  expect(errors.map(({ path }) => path?.join('.'))).toEqual([
    'box.count',
    'deep.0.0.label',
    'deep.0.0.colour',
    'any.2',
    'any.3',
  ])
})

test('conditions decide by their variables, and response names of every object are no trap', async () => {
  const ministries = scripted({ a: () => ({ data: { people: [{ id: '1', toString: 't' }] } }) })
  const ask = executorOf(people, ministries)
  const query = `query ($yes: Boolean!, $no: Boolean = false) {
    people { id @skip(if: $yes) toString: id @include(if: $yes) }
    constructor: chief @include(if: $no) { id }
  }`
  expect((await ask(query, { variables: { yes: true } })).data).toEqual({
    people: [{ toString: 't' }],
  })
  const { data } = await ask(query, { variables: { yes: false, no: true } })
  expect(data).toEqual({ people: [{ id: '1' }], constructor: null })
})

test('what a ministry answers never reaches what every object inherits', async () => {
  const any = supergraph({
    a: `type Query { any: [Any] } union Any = Person | Dog
        type Person @key(fields: "id") { id: ID! } type Dog { id: ID! }`,
    b: 'type Person @key(fields: "id") { id: ID! home: Home } type Home { street: String }',
  })
  const ministries = scripted({
    a: () => ({ data: { any: [{ __typename: 'Person', id: '1' }] } }),
    b: () => JSON.parse('{"data":{"_entities":[{"__proto__":{"street":"s"}}]}}') as unknown,
  })
  const ask = executorOf(any, ministries)
  await ask('{ any { ... on Person { __proto__: home { street } } } }')
  expect(Object.hasOwn(Object.prototype, 'street')).toBe(false)
})

test('a field that is called __typename says nothing about the type', async () => {
  const ministries = scripted({
    a: () => ({ data: { people: [{ __typename: 'Person', id: '1', __typename__own: '1' }] } }),
    b: () => ({ data: { _entities: [{ name: 'n' }] } }),
  })
  const { data } = await executorOf(people, ministries)('{ people { __typename: id name } }')
  expect(data).toEqual({ people: [{ __typename: '1', name: 'n' }] })
})

test('few objects that hold each other make no answer without end', async () => {
  const land = supergraph({
    a: 'type Query { p: P } type P @key(fields: "id") { id: ID! }',
    b: 'type P @key(fields: "id") { id: ID! lots: [Lot] } type Lot @key(fields: "id") { id: ID! }',
    c: 'type Lot @key(fields: "id") { id: ID! owner: P } type P @key(fields: "id") { id: ID! }',
  })
  const lots = Array.from({ length: 60 }, (_item, id) => ({ __typename: 'Lot', id: String(id) }))
  const ministries = scripted({
    a: () => ({ data: { p: { __typename: 'P', id: '1' } } }),
    b: ({ representations }) => ({ data: { _entities: representations.map(() => ({ lots })) } }),
    c: ({ representations }) => ({
      data: { _entities: representations.map(() => ({ owner: { __typename: 'P', id: '1' } })) },
    }),
  })
  const ask = executorOf(land, ministries)
  const within = (times: number): string =>
    times === 0 ? 'id' : `lots { owner { ${within(times - 1)} } }`
  expect((await ask(`{ p { ${within(2)} } }`)).errors).toEqual([])
  for (const times of [3, 6])
    await expect(ask(`{ p { ${within(times)} } }`)).rejects.toMatchObject({
      extensions: { code: 'COST_EXCEEDED' },
    })
}, 10_000)

test('a ministry that fails as a whole leaves an error where its part belongs', async () => {
  const ministries = scripted({
    a: () => ({ data: { people: [{ __typename: 'Person', id: '1' }] } }),
    b: () => ({ data: { _entities: [] } }),
  })
  const { data, errors } = await executorOf(people, ministries)('{ people { id home { street } } }')
  expect(data).toEqual({ people: [{ id: '1', home: null }] })
  expect(errors).toMatchObject([
    { path: ['people'], extensions: { code: 'MINISTRY_UNAVAILABLE', ministry: 'b' } },
  ])
})

test('an interface object is asked by the name that its ministry knows', async () => {
  const ministries = scripted({
    a: () => ({ data: { top: [{ __typename: 'Media', id: '1', reviews: ['good'] }] } }),
    b: () => ({ data: { _entities: [{ __typename: 'Book', title: 't', pages: 5 }] } }),
  })
  const ask = executorOf(
    supergraph({
      a: `type Query { top: [Media] }
          type Media @key(fields: "id") @interfaceObject { id: ID! reviews: [String] }`,
      b: `interface Media @key(fields: "id") { id: ID! title: String }
          type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }`,
    }),
    ministries,
  )
  const { data, errors } = await ask('{ top { __typename reviews title ... on Book { pages } } }')
  expect(errors).toEqual([])
  expect(data).toEqual({ top: [{ __typename: 'Book', reviews: ['good'], title: 't', pages: 5 }] })
  expect(ministries.sent[1]?.representations).toEqual([{ __typename: 'Media', id: '1' }])
})

test('two fields that need a third with different arguments are told one of it each', async () => {
  const ministries = scripted({
    a: ({ query }) => {
      const prices = [...query.matchAll(/(\w+):price\(currency:"(\w+)"\)/g)]
      const told = prices.map(([, name, currency]) => [name, currency === 'EUR' ? 7 : 8])
      return { data: { item: { __typename: 'Item', id: '1', ...Object.fromEntries(told) } } }
    },
    b: ({ query, representations: [told] }) => {
      const price = told?.['price']
      return { data: { _entities: [query.includes('tax') ? { tax: price } : { shipping: price }] } }
    },
  })
  const ask = executorOf(
    supergraph({
      a: `type Query { item: Item }
          type Item @key(fields: "id") { id: ID! price(currency: String): Int }`,
      b: `type Item @key(fields: "id") { id: ID! price(currency: String): Int @external
            shipping: Int @requires(fields: "price(currency: \\"EUR\\")")
            tax: Int @requires(fields: "price(currency: \\"USD\\")") }`,
    }),
    ministries,
  )
  const { data, errors } = await ask('{ item { shipping tax } }')
  expect(errors).toEqual([])
  expect(data).toEqual({ item: { shipping: 7, tax: 8 } })
  expect(ministries.sent.map(({ representations }) => representations)).toContainEqual([
    { __typename: 'Item', price: 8, id: '1' },
  ])
})

test('a context is that of each place, also where one object stands in several', async () => {
  const child = { __typename: 'Child', id: '7' }
  const ministries = scripted({
    a: ({ query, representations }) =>
      query.includes('_entities')
        ? { data: { _entities: representations.map(() => ({ hello: query.length })) } }
        : {
            data: {
              items: ['vi', 'en', 'vi'].map((locale) => ({ __typename: 'Item', locale, child })),
            },
          },
    b: ({ representations }) => ({ data: { _entities: representations.map(() => ({ y: 1 })) } }),
  })
  const asked: unknown[] = []
  const ask = executorOf(
    supergraph({
      a: `type Query { items: [Item] }
          type Item @key(fields: "id") @context(name: "place") { id: ID! locale: String! child: Child }
          type Child @key(fields: "id") {
            id: ID! hello(l: String @fromContext(field: "$place { locale }")): Int! }`,
      b: 'type Child @key(fields: "id") { id: ID! y: Int }',
    }),
    async (ministry, request) => {
      const answer = await ministries(ministry, request)
      const { representations, ...context } = request.variables
      if (!request.query.includes('hello')) return answer
      asked.push(context)
      const hello = Object.values(context)[0] === 'vi' ? 1 : 2
      return { data: { _entities: (representations as unknown[]).map(() => ({ hello })) } }
    },
  )
  const { data, errors } = await ask('{ items { child { hello y } } }')
  expect(errors).toEqual([])
  expect(data).toEqual({ items: [1, 2, 1].map((hello) => ({ child: { hello, y: 1 } })) })
  expect(asked.map((values) => Object.values(values as object))).toEqual([['vi'], ['en']])
})
