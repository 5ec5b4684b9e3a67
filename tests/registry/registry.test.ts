import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { supergraphReader } from '../../gateway/registry/signed-supergraph.ts'
import { CodedError } from '../../schema/errors.ts'
import { composeRelease } from '../../schema/registry/compose-release.ts'
import { digest } from '../../schema/registry/digest.ts'
import { land as landPlan, reference } from '../federation/gateway-plans.ts'
import { commands } from '../../deploy/cli/commands.ts'
import { findCommand } from '../../deploy/cli/find-command.ts'
import { readCall } from '../../deploy/cli/read-call.ts'
import { readSettings } from '../../deploy/settings.ts'
import { openRegistryStore } from '../../gateway/registry/registry-store.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import {
  openRegistryTables,
  openRegistryWorld,
  type RegistryWorld,
} from '../support/registry-world.ts'

/** Without the people, whom nobody here owns. */
const land = { sdl: landPlan.sdl.replace(/ *type Person .*\n/, '') }
const education = {
  sdl: land.sdl.replaceAll(/Parcel\b|parcels|landTotals|LandTotals/g, (it) => `${it}E`),
}

const minh = { id: 'minh', client: 'ci' }
const lan = { id: 'lan' }

const at = (name: string) => `http://${name}.test/graphql`
const order = (name: string, sdl: string, url: string | undefined = at(name)) => ({
  name,
  sdl,
  url,
  message: undefined,
})
const refused = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (!(error instanceof CodedError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error
}
/** Land with one more field, by its name. */
const landWith = (field: string) =>
  land.sdl.replace('count: Int! area: Float', `count: Int! area: Float ${field}: Int`)

async function state({ store }: RegistryWorld) {
  const { seq, subgraphs, supergraph } = await store.live()
  return { seq, versions: subgraphs.map(({ name, version }) => `${name} ${version}`), supergraph }
}

test('a first publish, a change, the same again, and back', async () => {
  await using world = await openRegistryWorld()
  const { registry, store, key } = world
  expect(await state(world)).toEqual({ seq: 0, versions: [], supergraph: undefined })

  await registry.publish(order('reference', reference.sdl), minh)
  const first = await registry.publish(order('land', land.sdl), minh)
  expect(first).toEqual({ state: 'live', subgraph: 'land', version: 1, release: 2, notes: [] })
  const changed = await registry.publish(order('land', landWith('owners'), undefined), minh)
  expect(changed).toMatchObject({ state: 'live', version: 2, release: 3 })
  const again = await registry.publish(order('land', landWith('owners'), undefined), minh)
  expect(again).toMatchObject({ state: 'unchanged', version: 2, release: 3 })
  expect((await state(world)).supergraph).toMatch(/owners: Int/)

  const read = supergraphReader(key.jwks)
  const whole = await store.supergraph('whole')
  if (whole === undefined) throw new Error('expected a supergraph')
  expect(await read(whole, 'whole')).toEqual({
    variant: 'whole',
    seq: 3,
    sha256: digest(whole.text),
  })

  const back = await registry.rollback({ name: 'land', version: 1 }, 'owners are wrong', lan)
  expect(back).toMatchObject({ state: 'live', version: 1, release: 4 })
  expect((await state(world)).supergraph).not.toMatch(/owners/)
  expect(await registry.rollback({ name: 'land', version: 1 }, undefined, lan)).toMatchObject({
    state: 'unchanged',
  })
  expect(
    await refused(registry.rollback({ name: 'land', version: 9 }, undefined, lan)),
  ).toMatchObject({
    code: 'BAD_USER_INPUT',
  })

  expect(
    (await store.releases(10)).map(({ kind, actor, message, ...one }) => [
      one.seq,
      kind,
      one.subgraph,
      one.version,
      actor,
      message,
    ]),
  ).toEqual([
    [4, 'rollback', 'land', 1, 'lan', 'owners are wrong'],
    [3, 'publish', 'land', 2, 'minh', null],
    [2, 'publish', 'land', 1, 'minh', null],
    [1, 'publish', 'reference', 1, 'minh', null],
  ])
  const [newest, oldest] = await store.versions('land', 10)
  expect(newest).toMatchObject({ version: 2, publisher: 'minh', client: 'ci', released: true })
  expect(oldest).toMatchObject({ version: 1, hash: digest(land.sdl), url: at('land') })
})

test.each([
  ['no GraphQL', 'type Query {', 'SDL_SYNTAX'],
  ['an unknown directive', 'type T @tabel(name: "t") { id: ID! }', 'SDL_INVALID'],
  [
    'a field that another ministry owns',
    land.sdl.replace('code: ID!  landTotals', 'code: ID! name: String! landTotals'),
    'INVALID_FIELD_SHARING',
  ],
  [
    'no rule of access',
    land.sdl.replace(
      'type LandTotals @requiresScopes(scopes: [["land:parcel:stats"]])',
      'type LandTotals',
    ),
    'ACCESS_MISSING',
  ],
  [
    'a permission that does not exist',
    land.sdl.replaceAll('land:parcel:read', 'land:parcel:raed'),
    'ACCESS_INVALID',
  ],
])('what does not compose is refused whole: %s', async (_what, sdl, code) => {
  await using world = await openRegistryWorld()
  const { registry } = world
  await registry.publish(order('reference', reference.sdl), minh)
  await registry.publish(order('land', land.sdl), minh)
  const before = await state(world)
  const error = await refused(registry.publish(order('land', sdl), minh))
  expect(error.code).toBe('SCHEMA_REFUSED')
  const problems = error.extensions['problems'] as { code: string }[]
  expect(problems.map((problem) => problem.code)).toContain(code)
  expect(await state(world)).toEqual(before)
  expect(await world.store.versions('land', 10)).toHaveLength(1)
})

test('a check refuses whole, its notes come with what passes, and all verdicts are kept', async () => {
  await using world = await openRegistryWorld({
    check: async ({ subgraph, current, proposed }) => ({
      problems: proposed.supergraph.includes('forbidden')
        ? [{ code: 'USED', message: 'is used', coordinate: 'LandTotals.area' }]
        : [],
      notes: [{ code: 'ON', message: `${subgraph} on ${current?.subgraphs.length ?? 'nothing'}` }],
    }),
  })
  const { registry } = world
  const first = await registry.publish(order('reference', reference.sdl), minh)
  expect(first.notes).toEqual(['reference on nothing [ON]'])
  const second = await registry.publish(order('land', land.sdl), minh)
  expect(second.notes).toEqual(['land on 1 [ON]'])
  const error = await refused(registry.publish(order('land', landWith('forbidden')), minh))
  expect(error.message).toBe('The schema has a problem; nothing was changed: is used')
  expect(await registry.check(order('land', landWith('forbidden')), minh)).toMatchObject({
    problems: [{ code: 'USED', coordinate: 'LandTotals.area' }],
  })
  expect(await registry.check(order('land', landWith('owners')), minh)).toMatchObject({
    problems: [],
  })
  expect((await state(world)).seq).toBe(2)
  await using client = await connected(world.url)
  const { rows } = await client.query<{ line: string }>(
    `SELECT concat_ws(' ', kind, subgraph, base, actor, passed) AS line FROM registry.verdict ORDER BY id`,
  )
  expect(rows.map(({ line }) => line)).toEqual([
    'publish reference 0 minh t',
    'publish land 1 minh t',
    'publish land 2 minh f',
    'check land 2 minh f',
    'check land 2 minh t',
  ])
})

test('what an upgrade says otherwise of all ministries is taken from nobody', async () => {
  await using world = await openRegistryWorld()
  await world.registry.publish(order('reference', reference.sdl), minh)
  await world.registry.publish(order('land', land.sdl), minh)
  const upgraded = await world.another({
    compose: async (subgraphs) =>
      composeRelease(
        subgraphs.map((one) => ({
          ...one,
          sdl: one.sdl.replace('name: String!', 'name: String! @deprecated'),
        })),
      ),
  })
  expect((await upgraded.publish(order('land', landWith('owners')), minh)).state).toBe('live')
  const province = /type Province .*\{ code: ID!/
  expect(landWith('holders')).toMatch(province)
  const taking = landWith('holders').replace(province, '$& @deprecated')
  const error = await refused(upgraded.publish(order('land', taking), minh))
  expect(error.extensions['problems']).toMatchObject([
    { code: 'CHANGES_OTHERS', coordinate: 'Province.code' },
  ])
})

test('an address is the operator’s to allow', async () => {
  await using world = await openRegistryWorld({
    isAllowed: (name, url) => url === at(name),
  })
  const { registry } = world
  await registry.publish(order('reference', reference.sdl), minh)
  const missing = await refused(
    registry.publish({ ...order('land', land.sdl), url: undefined }, minh),
  )
  expect(missing.extensions['problems']).toMatchObject([{ code: 'URL_MISSING' }])
  const foreign = await refused(
    registry.publish(order('land', land.sdl, 'http://169.254.169.254/latest'), minh),
  )
  expect(foreign.extensions['problems']).toMatchObject([{ code: 'URL_NOT_ALLOWED' }])
  expect((await registry.publish(order('land', land.sdl), minh)).state).toBe('live')
  const moved = await refused(registry.publish(order('land', land.sdl, at('reference')), minh))
  expect(moved.extensions['problems']).toMatchObject([{ code: 'URL_NOT_ALLOWED' }])
})

test('an address that is not allowed any more is no way back', async () => {
  const allowed = new Set([at('reference'), at('land'), at('old')])
  await using world = await openRegistryWorld({ isAllowed: (_name, url) => allowed.has(url) })
  const { registry } = world
  await registry.publish(order('reference', reference.sdl), minh)
  await registry.publish(order('land', land.sdl, at('old')), minh)
  await registry.publish(order('land', landWith('owners')), minh)
  allowed.delete(at('old'))
  const back = await refused(registry.rollback({ name: 'land', version: 1 }, undefined, minh))
  expect(back.extensions['problems']).toMatchObject([{ code: 'URL_NOT_ALLOWED' }])
  allowed.add(at('old'))
  const allowedAgain = await registry.rollback({ name: 'land', version: 1 }, undefined, minh)
  expect(allowedAgain).toMatchObject({ state: 'live', version: 1, release: 4 })
})

test('four eyes: waits for another person, who is not the publisher', async () => {
  await using world = await openRegistryWorld({ needsApproval: (name) => name === 'land' })
  const { registry, store } = world
  expect((await registry.publish(order('reference', reference.sdl), minh)).state).toBe('live')
  const bad = await refused(registry.publish(order('land', 'type Query {'), minh))
  expect(bad.code).toBe('SCHEMA_REFUSED')
  const waiting = await registry.publish(order('land', land.sdl), minh)
  expect(waiting).toMatchObject({ state: 'waiting', version: 1, release: 1 })
  expect((await state(world)).versions).toEqual(['reference 1'])

  const name = { name: 'land', version: 1 }
  expect((await refused(registry.approve(name, minh))).code).toBe('FORBIDDEN')
  expect((await refused(registry.rollback(name, undefined, lan))).message).toMatch(/never live/)
  expect(await registry.approve(name, lan)).toMatchObject({ state: 'live', version: 1, release: 2 })
  expect((await refused(registry.approve(name, lan))).message).toMatch(/live already/)
  expect(await store.versions('land', 10)).toMatchObject([{ approvers: ['lan'], released: true }])

  await registry.publish(order('land', landWith('a')), minh)
  await registry.publish(order('land', landWith('b')), lan)
  await registry.approve({ name: 'land', version: 3 }, minh)
  expect((await refused(registry.approve({ name: 'land', version: 2 }, lan))).message).toMatch(
    /Version 3 went live since/,
  )
})

test('concurrent publishes over several processes: none is lost, each release composes all before it', async () => {
  await using world = await openRegistryWorld()
  const names = ['reference', 'education', 'land'] as const
  const plans = { reference, education, land }
  for (const name of names) await world.registry.publish(order(name, plans[name].sdl), minh)
  const slow = {
    compose: async (subgraphs: Parameters<typeof composeRelease>[0]) => {
      await delay(20)
      return composeRelease(subgraphs)
    },
  }
  const registries = await Promise.all([1, 2, 3].map(() => world.another(slow)))
  const outcomes = await Promise.all(
    registries.flatMap((registry, process) =>
      [1, 2, 3].map((turn) => {
        const name = names[process] ?? 'land'
        const sdl = `${plans[name].sdl} extend type Query { x${process}: Int @authenticated y${turn}${name}: Int @authenticated }`
        return registry.publish(order(name, sdl), minh)
      }),
    ),
  )
  expect(outcomes.map(({ state: now }) => now)).toEqual(Array.from({ length: 9 }, () => 'live'))
  expect(outcomes.map(({ release }) => release).sort((a, b) => a - b)).toEqual([
    4, 5, 6, 7, 8, 9, 10, 11, 12,
  ])
  const { seq, versions, supergraph = '' } = await state(world)
  expect(seq).toBe(12)
  expect(versions).toEqual(['education 4', 'land 4', 'reference 4'])
  for (const process of [0, 1, 2]) expect(supergraph).toContain(`x${process}: Int`)
})

test('what was published stays: the registry may insert and nothing else', async () => {
  await using world = await openRegistryWorld()
  await world.registry.publish(order('reference', reference.sdl), minh)
  await using client = await connected(world.url)
  for (const table of ['document', 'version', 'approval', 'release', 'supergraph', 'verdict'])
    for (const statement of [
      `DELETE FROM registry.${table}`,
      `TRUNCATE registry.${table}`,
      `UPDATE registry.${table} SET ${table === 'document' ? 'body' : 'at'} = NULL`,
    ])
      await expect(client.query(statement)).rejects.toThrow(/permission denied|does not exist/)
  expect((await state(world)).seq).toBe(1)
})

test('a house’s own schemas: published once, renewed when they change, left when somebody published since', async () => {
  await using world = await openRegistryWorld()
  const { registry } = world
  const own = [
    { name: 'reference', sdl: reference.sdl, url: at('reference') },
    { name: 'land', sdl: land.sdl, url: at('land') },
  ]
  const house = { id: 'house' }
  expect(await registry.seed(own, house)).toEqual([])
  expect(await registry.seed(own, house)).toEqual([])
  expect(await state(world)).toMatchObject({ seq: 2, versions: ['land 1', 'reference 1'] })
  const renewed = own.map((one) =>
    one.name === 'land' ? { ...one, sdl: landWith('owners') } : one,
  )
  expect(await registry.seed(renewed, house)).toEqual([])
  expect(await state(world)).toMatchObject({ seq: 3, versions: ['land 2', 'reference 1'] })
  await registry.publish(order('land', landWith('more')), minh)
  expect(await registry.seed(renewed, house)).toEqual(['land'])
  expect(await state(world)).toMatchObject({ seq: 4, versions: ['land 3', 'reference 1'] })
})

test('a database that is away is said so, and without its secrets', async () => {
  await using world = await openRegistryWorld()
  const { registry } = world
  await using admin = await connected(adminUrl())
  await admin.query(`DROP DATABASE ${new URL(world.url).pathname.slice(1)} WITH (FORCE)`)
  const error = await refused(registry.publish(order('reference', reference.sdl), minh))
  expect(error.code).toBe('REGISTRY_UNAVAILABLE')
  expect(error.message).toBe('The registry of schemas is unavailable.')
})

test('a database without the registry, and a role that may change what was published, are refused', async () => {
  await using tables = await openRegistryTables()
  const there = new URL(tables.url)
  const owner = Object.assign(new URL(databaseUrl('gateway', 'owner')), {
    pathname: there.pathname,
  }).href
  await expect(openRegistryStore(owner)).rejects.toThrow(/expected one that may only insert/)
  const store = await openRegistryStore(tables.url)
  expect(await store.live()).toMatchObject({ seq: 0 })
  await store.close()
  await using client = await connected(owner)
  await client.query('DROP SCHEMA registry CASCADE')
  const without = openRegistryStore(tables.url)
  await expect(without).rejects.toThrow(
    /^registry, PostgreSQL \S+, database registry_\w+, role registry_writer: there is no registry; make it/,
  )
  const [, password = 'none'] = /:([^:@/]+)@/.exec(tables.url) ?? []
  await expect(without).rejects.not.toThrow(password)

  const { command } = findCommand(commands, ['registry', 'init'])
  const lines: string[] = []
  const call = readCall(command, ['--database', owner])
  const print = (line: string) => void lines.push(line)
  expect(await command.run({ ...call, settings: readSettings({}), print })).toBe(0)
  expect(await command.run({ ...call, settings: readSettings({}), print })).toBe(0)
  expect(lines).toEqual(['the registry is there', 'the registry is there'])
  const made = await openRegistryStore(tables.url)
  expect(await made.live()).toMatchObject({ seq: 0, subgraphs: [] })
  await made.close()
})
