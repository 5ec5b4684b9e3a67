import { rename, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { compose, openWorld } from './gateway-world.ts'
import { chained } from './spec/cases/chains.ts'
import { generationId } from '../../gateway/supergraph/generation.ts'

const planning = { planMs: 10_000, maxWaiting: 100, heapMegabytes: 512 }

test('a document that waits for its plan longer than its deadline is DEADLINE_EXCEEDED', async () => {
  await using world = await openWorld({ deadlineMs: 1 })
  const answer = await world.ask('{ provinces { code } }')
  expect(answer.data ?? null).toBeNull()
  expect(answer.errors[0]?.extensions['code']).toBe('DEADLINE_EXCEEDED')
})

test('a new document that finds no place to wait is RATE_LIMITED; one that is planned directly waits for none', async () => {
  const full = { access: 'open', planning: { ...planning, maxWaiting: 0 } } as const
  await using world = await openWorld(full, chained.subgraphs)
  expect((await world.ask('{ thing { one } }')).data).toEqual({ thing: { one: 1 } })
  const refused = await world.ask('{ thing { three } }')
  expect(refused.status).toBe(429)
  expect(refused.errors[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfterSeconds: 1,
  })
})

test('what was used is planned on the next supergraph before it takes over', async () => {
  await using world = await openWorld()
  const used = '{ provinces { name landTotals { count } } }'
  const gone = '{ provinces { landTotals { area } } }'
  for (const text of [used, used, gone]) expect((await world.ask(text, analyst)).errors).toEqual([])
  const next = compose(
    Object.values(world.ministries).map(({ name, url, sdl }) => ({
      name,
      url,
      sdl: sdl.replace('count: Int! area: Float', 'count: Int!'),
    })),
  )
  await writeFile(`${world.supergraphFile}.next`, next)
  await rename(`${world.supergraphFile}.next`, world.supergraphFile)
  const id = generationId(next)
  for (let tries = 0; tries < 400; tries++) {
    const ready = (await (await fetch(`${world.gateway.url}/ready`)).json()) as Record<
      string,
      unknown
    >
    if (ready['generation'] === id) break
    await delay(50)
  }
  const taken = world.log.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(taken).toContainEqual(
    expect.objectContaining({ msg: 'supergraph taken', generation: id, warmed: 1 }),
  )
  expect((await world.ask(used, analyst)).errors).toEqual([])
  expect((await world.ask(gone, analyst)).errors[0]?.extensions['code']).toBe(
    'GRAPHQL_VALIDATION_FAILED',
  )
})

const analyst = { role: 'analyst' } as const
