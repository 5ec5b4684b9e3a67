import { rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { land, population, reference } from './gateway-plans.ts'
import { type World, compose, openWorld } from './gateway-world.ts'

interface Ready {
  readonly status: string
  readonly generation: string
  readonly draining: number
  readonly lastError?: string
}

async function ready({ gateway }: World): Promise<Ready> {
  return (await (await fetch(`${gateway.url}/ready`)).json()) as Ready
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await delay(50)
  }
  throw new Error('expected it to come true in ten seconds')
}

/** The supergraph of the world's ministries, with one more optional field of land totals or without. */
function supergraph(world: World, withField: boolean): string {
  const ministries = Object.values(world.ministries).map(({ name, url, sdl }) => ({
    name,
    url,
    sdl: withField ? sdl : sdl.replace('count: Int! area: Float', 'count: Int!'),
  }))
  return compose(ministries)
}

const report = '{ provinces { code landTotals { count } } }'

test('reloads under load without dropping a request', async () => {
  await using world = await openWorld()
  const [smaller, larger] = [supergraph(world, false), supergraph(world, true)]
  const { generation: first } = await ready(world)
  const generations = new Set([first])
  const stop = new AbortController()
  let answers = 0
  const ask = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const answer = await world.ask(report, { role: 'analyst' })
      expect(answer.errors).toEqual([])
      expect(answer.status).toBe(200)
      answers++
    }
  }
  const askers = Array.from({ length: 8 }, ask)
  for (let turn = 0; turn < 4; turn++) {
    const before = (await ready(world)).generation
    await writeFile(`${world.supergraphFile}.next`, turn % 2 === 0 ? smaller : larger)
    await rename(`${world.supergraphFile}.next`, world.supergraphFile)
    await until(async () => (await ready(world)).generation !== before)
    generations.add((await ready(world)).generation)
  }
  stop.abort()
  await Promise.all(askers)
  expect(generations.size).toBe(2)
  expect(answers).toBeGreaterThan(20)
  await until(async () => (await ready(world)).draining === 0)
})

test('a request ends on the generation that it started on', async () => {
  await using world = await openWorld()
  const { land: ministry } = world.ministries
  let answerNow: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    answerNow = resolve
  })
  let first = true
  if (ministry)
    ministry.misbehave = (_request, response) => {
      if (!first) return false
      first = false
      void held.then(() => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const entity = { __typename: 'Province', landTotals: { count: 9, area: 1.5 } }
        response.end(JSON.stringify({ data: { _entities: [entity, entity, entity] } }))
      })
      return true
    }
  const waiting = world.ask('{ provinces { landTotals { area } } }', { role: 'analyst' })
  await until(async () => !first)
  await writeFile(world.supergraphFile, supergraph(world, false))
  await until(async () => (await ready(world)).draining === 1)

  const later = await world.ask('{ provinces { landTotals { area } } }', { role: 'analyst' })
  expect(later.errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  answerNow()
  const answer = await waiting
  expect(answer.errors).toEqual([])
  expect(answer.data).toMatchObject({ provinces: [{ landTotals: { area: 1.5 } }, {}, {}] })
  await until(async () => (await ready(world)).draining === 0)
})

test.each<readonly [string, (good: string) => string]>([
  ['no GraphQL', () => 'nothing of use {'],
  ['empty', () => ''],
  ['a schema that is no supergraph', () => 'type Query { a: Int }'],
  ['half written', (good) => good.slice(0, good.length / 2)],
  [
    'a permission that is unknown',
    (good) => good.replaceAll('land:parcel:read', 'land:parcel:raed'),
  ],
  ['rules that nothing explains', (good) => good.replaceAll('requiresScopes', 'requires_scopes')],
  ['an address that is none', (good) => good.replace(/url: "http:[^"]+"/, 'url: "nowhere"')],
])('a bad supergraph never replaces a good one: %s', async (_what, spoil) => {
  await using world = await openWorld()
  const before = await ready(world)
  const good = supergraph(world, true)
  await writeFile(world.supergraphFile, spoil(good))
  await until(async () => (await ready(world)).lastError !== undefined)
  expect((await ready(world)).generation).toBe(before.generation)
  expect((await world.ask(report, { role: 'analyst' })).errors).toEqual([])
  await writeFile(world.supergraphFile, supergraph(world, false))
  await until(async () => (await ready(world)).generation !== before.generation)
  expect((await ready(world)).lastError).toBeUndefined()
})

test('a file that is gone leaves the supergraph as it was', async () => {
  await using world = await openWorld()
  await rm(world.supergraphFile)
  await until(async () => (await ready(world)).lastError !== undefined)
  expect((await world.ask(report, { role: 'analyst' })).errors).toEqual([])
})

test('the first supergraph must be good', async () => {
  await expect(openWorld({ supergraphFile: '/nowhere/supergraph.graphql' })).rejects.toThrow(
    /supergraph \/nowhere.*expected a readable file/,
  )
  const unruled = { ...land, sdl: land.sdl.replaceAll('land:parcel:read', 'land:parcel:write') }
  await expect(openWorld({}, [reference, population, unruled])).rejects.toThrow(
    /unknown permission land:parcel:write/,
  )
})
