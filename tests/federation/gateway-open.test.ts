import { setTimeout } from 'node:timers/promises'
import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import type { MinistryPlan } from './gateway-ministry.ts'
import { land, population, reference } from './gateway-plans.ts'
import { openWorld } from './gateway-world.ts'

const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`

/** A shop: nothing of this project's vocabulary, and a mutation. */
const shop = (): readonly MinistryPlan[] => {
  const stock = new Map([['a', 1]])
  return [
    {
      name: 'products',
      sdl: `${link}
      type Query { products: [Product!]! fails: String }
      type Mutation { restock(id: ID!, by: Int!): Product }
      type Product @key(fields: "id") { id: ID! stock: Int }`,
      resolvers: {
        Query: {
          products: () => [{ id: 'a' }, { id: 'b' }],
          fails: () => {
            throw new Error('the stock room is locked')
          },
        },
        Mutation: {
          restock: async (_parent, { id, by }) => {
            await setTimeout(20)
            stock.set(String(id), (stock.get(String(id)) ?? 0) + Number(by))
            return { id }
          },
        },
        Product: { stock: ({ id }) => stock.get(String(id)) ?? 0 },
      },
    },
    {
      name: 'reviews',
      sdl: `${link}
      type Product @key(fields: "id") { id: ID! reviews: [Review!]! }
      type Review { text: String }`,
      resolvers: { Product: { reviews: ({ id }) => [{ text: `fine ${String(id)}` }] } },
    },
  ]
}

test('serves any Federation 2 supergraph, mutations too, without tokens', async () => {
  await using world = await openWorld({ access: 'open' }, shop())
  const nobody = { role: 'nobody' } as const
  const read = await world.ask('{ products { id stock reviews { text } } }', nobody)
  expect(read.data).toEqual({
    products: [
      { id: 'a', stock: 1, reviews: [{ text: 'fine a' }] },
      { id: 'b', stock: 0, reviews: [{ text: 'fine b' }] },
    ],
  })
  const written = await world.ask(
    'mutation { restock(id: "b", by: 3) { stock reviews { text } } }',
    nobody,
  )
  expect(written.data).toEqual({ restock: { stock: 3, reviews: [{ text: 'fine b' }] } })
  const twice = 'mutation { restock(id: "c", by: 1) { id } }'
  await Promise.all([world.ask(twice, nobody), world.ask(twice, nobody)])
  const both = await world.ask('mutation { restock(id: "c", by: 0) { stock } }', nobody)
  expect(both.data).toEqual({ restock: { stock: 2 } })
  const overGet = await fetch(
    `${world.gateway.url}/graphql?query=${encodeURIComponent('mutation { restock(id: "b", by: 3) { id } }')}`,
    { headers: { 'apollo-require-preflight': 'yes' } },
  )
  expect(overGet.status).toBe(405)
  expect(world.ministries['products']?.requests[0]).not.toHaveProperty('authorization')
})

test("passes a ministry's own error on, without its stack", async () => {
  await using world = await openWorld({ access: 'open' }, shop())
  const answer = await world.ask('{ fails products { id } }', { role: 'nobody' })
  expect(answer.data).toEqual({ fails: null, products: [{ id: 'a' }, { id: 'b' }] })
  expect(answer.errors).toEqual([
    {
      message: 'the stock room is locked',
      path: ['fails'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', ministry: 'products' },
    },
  ])
})

test('shows the whole schema, and serves a supergraph with rules without enforcing them', async () => {
  await using world = await openWorld({ access: 'open' }, [reference, population, land])
  const answer = await world.ask(getIntrospectionQuery(), { role: 'nobody' })
  expect(answer.text).toContain('"LandTotals"')
  const people = await world.ask('{ people { fullName } }', { role: 'nobody' })
  expect(people.data).toMatchObject({ people: [{}, {}, {}] })
})

test.each(['0.0.0.0', '::', '192.168.1.1'])('refuses to listen on %s', async (host) => {
  await expect(openWorld({ access: 'open', host }, shop())).rejects.toThrow(/loopback alone/)
})
