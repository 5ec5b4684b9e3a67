import { ApolloGateway } from '@apollo/gateway'
import { composeServices } from '@apollo/composition'
import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import { ApolloServer } from '@apollo/server'
import { parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { land } from '../federation/gateway-plans.ts'
import { followerToken, type House, openHouse, plans } from './registry-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({}, ['public'])
  const sdl = land.sdl
    .replace('"@key", ', '"@key", "@tag", ')
    .replace('area: Float }', 'area: Float @tag(name: "internal") }')
  await house.send('PUT', 'subgraphs/land', { agency: 'land', body: { sdl } })
  await house.untilLive()
})
afterAll(() => house[Symbol.asyncDispose]())

const query = '{ provinces { code name landTotals { count } } }'
const whole = async () => (await house.send('GET', 'supergraph', { token: followerToken })).text

test('what is handed out composes to the same supergraph, with Apollo’s composition alone', async () => {
  const operator = { claims: { roles: ['operator'] } }
  const { json } = await house.send('GET', 'subgraphs', operator)
  const { subgraphs } = json as { subgraphs: { name: string; url: string; version: number }[] }
  const services = await Promise.all(
    subgraphs.map(async ({ name, url, version }) => {
      const path = `subgraphs/${name}/versions/${version}/sdl?form=federation`
      const { text } = await house.send('GET', path, operator)
      return { name, url, typeDefs: parse(text) }
    }),
  )
  expect(services).toHaveLength(plans.length)
  expect(composeServices(services).supergraphSdl).toBe(await whole())
})

test('Apollo’s query planner plans on it unchanged, with the features of Apollo’s router', async () => {
  const supergraph = Supergraph.buildForTests(await whole())
  const planner = new QueryPlanner(supergraph)
  const operation = operationFromDocument(supergraph.apiSchema(), parse(query))
  const fetched = [
    ...JSON.stringify(planner.buildQueryPlan(operation)).matchAll(/"serviceName":"(\w+)"/g),
  ]
  expect(fetched.map(([, name]) => name)).toEqual(['reference', 'land'])
})

test('Apollo’s JavaScript gateway refuses rules that it does not enforce, and answers without their mark', async () => {
  const text = await whole()
  const stock = (supergraphSdl: string) =>
    new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }), introspection: false })
  await expect(stock(text).start()).rejects.toThrow(/for: SECURITY but is unsupported/)
  const server = stock(text.replaceAll(/(@link\([^)]*), for: SECURITY\)/g, '$1)'))
  await server.start()
  const { body } = await server.executeOperation({ query })
  await server.stop()
  const ours = await house.ask(query, { role: 'analyst' })
  expect(body.kind === 'single' ? body.singleResult.data : undefined).toEqual(ours.data)
  expect(ours.errors).toEqual([])
})

test('a variant has its own supergraph, signature and endpoint', async () => {
  const { text, headers } = await house.send('GET', 'supergraph?variant=public', {
    token: followerToken,
  })
  expect(text).toContain('area: Float @tag(name: "internal") @inaccessible')
  expect(headers.get('etag')).not.toBe(
    (await house.send('GET', 'supergraph', { token: followerToken })).headers.get('etag'),
  )
  const ask = async (path: string, asked: string) => {
    const response = await fetch(`${house.gateway.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await house.token('analyst')}`,
      },
      body: JSON.stringify({ query: asked }),
    })
    return (await response.json()) as {
      data?: unknown
      errors?: { extensions: { code: string } }[]
    }
  }
  const area = '{ provinces { landTotals { area } } }'
  expect((await ask('/graphql', area)).errors).toBeUndefined()
  await expect
    .poll(async () => (await ask('/graphql/public', area)).errors?.[0]?.extensions.code, {
      timeout: 10_000,
    })
    .toBe('GRAPHQL_VALIDATION_FAILED')
  const open = await ask('/graphql/public', query)
  expect(open).toMatchObject({ data: { provinces: [{ code: '01' }, {}, {}] } })
  expect(open.errors).toBeUndefined()
  expect((await fetch(`${house.gateway.url}/graphql/partner`)).status).toBe(404)
})
