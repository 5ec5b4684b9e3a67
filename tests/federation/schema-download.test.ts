import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql'
import type { IntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import type { Role } from '../../auth/role.ts'
import { openWorld } from './gateway-world.ts'

test('a download is the schema that the caller may query, the same as introspection shows', async () => {
  await using world = await openWorld()
  const get = async (path: string, role: Role | undefined, headers: Record<string, string> = {}) =>
    await fetch(`${world.gateway.url}${path}`, {
      headers: {
        ...(role === undefined ? {} : { authorization: `Bearer ${await world.token(role)}` }),
        ...headers,
      },
    })

  for (const role of ['officer', 'analyst'] as const) {
    const sdl = await (await get('/schema.graphql', role)).text()
    const json = (await (await get('/schema.json', role)).json()) as { data: IntrospectionQuery }
    const asked = await world.ask(getIntrospectionQuery(), { role })
    const introspected = buildClientSchema(asked.data as unknown as IntrospectionQuery)
    expect(`${printSchema(lexicographicSortSchema(introspected))}\n`).toBe(sdl)
    expect(`${printSchema(buildClientSchema(json.data))}\n`).toBe(sdl)
    expect(buildSchema(sdl).getType('Person') === undefined).toBe(role === 'analyst')
  }

  const first = await get('/schema.graphql', 'officer')
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
  const known = (role: Role, tags = `"x", ${etag}`) =>
    get('/schema.graphql', role, { 'if-none-match': tags })
  expect((await known('officer')).status).toBe(304)
  expect((await known('analyst')).status).toBe(200)
  // A proxy that compresses makes the tag a weak one (RFC 9110, 13.1.2).
  expect((await known('officer', `"x", W/${etag}`)).status).toBe(304)
  expect((await known('officer', '*')).status).toBe(304)
  expect((await get('/schema.graphql', undefined)).status).toBe(401)
  expect((await get('/schema.json', undefined)).status).toBe(401)
})

test('a gateway that runs open shows all of it to anyone', async () => {
  await using world = await openWorld({ access: 'open' })
  const response = await fetch(`${world.gateway.url}/schema.graphql`)
  expect(buildSchema(await response.text()).getType('Person')).toBeDefined()
})
