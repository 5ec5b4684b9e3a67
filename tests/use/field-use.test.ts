import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { openUseStore } from '../../gateway/use/use-store.ts'
import { connected } from '../../deploy/connected.ts'
import { openWorld } from '../federation/gateway-world.ts'
import { databaseUrl } from '../support/database.ts'

const url = () => databaseUrl('gateway', 'registry')

/** What consumers whose name begins so used today. */
async function usesOf(consumer: string) {
  const store = openUseStore(url())
  try {
    const all = await store.uses(1, new Date())
    return all
      .filter((use) => use.consumer.startsWith(consumer))
      .map(({ coordinate, requests }) => `${coordinate} ${requests}`)
  } finally {
    await store.close()
  }
}

test('what an application asks is counted by coordinate, without a person and without a value', async () => {
  await using world = await openWorld({
    consumers: { databaseUrl: url(), useIntervalMs: 30, trustedOnly: [] },
  })
  const client = `app-${randomUUID()}`
  const asked = { claims: { client_id: client } }
  await world.ask('{ provinces { code } }', asked)
  await world.ask('query($w: PersonFilter) { people(where: $w) { fullName } }', {
    ...asked,
    variables: { w: { fullName: 'Nguyễn Văn An' } },
    headers: { 'x-purpose': 'population-management' },
  })
  // Refused, and not understood: nothing was used.
  await world.ask('{ nothing }', asked)
  await world.ask('{ __schema { queryType { name } } }', asked)
  const expected = [
    'Person.fullName 1',
    'PersonFilter 1',
    'PersonFilter.fullName 1',
    'Province.code 1',
    'Query.people 1',
    'Query.people(where:) 1',
    'Query.provinces 1',
  ]
  await vi.waitFor(
    async () => expect(await usesOf(`application:${client}`)).toEqual(expected),
    10_000,
  )
  await world.ask('{ provinces { code } }', asked)
  await vi.waitFor(
    async () => expect(await usesOf(`application:${client}`)).toContain('Province.code 2'),
    10_000,
  )
  await using reader = await connected(url())
  const { rows } = await reader.query<{ row: string }>(
    'SELECT f::text AS row FROM registry.field_use AS f',
  )
  const text = rows.map(({ row }) => row).join('\n')
  expect(text).not.toMatch(/\d{12}|Nguyễn|test-officer/)
})

test('gateways that write the same counts at once add up, and days are forgotten', async () => {
  const store = openUseStore(url())
  const day = '1990-01-02'
  const consumer = `application:${randomUUID()}`
  const counts = Array.from({ length: 200 }, (_, i) => ({
    day,
    consumer,
    coordinate: `T.f${i}`,
    requests: 2,
    lastAt: Date.UTC(1990, 0, 2),
  }))
  const batches = [randomUUID(), randomUUID(), randomUUID()].map((id) => ({ id, counts }))
  // The first of them twice, as when its answer was lost.
  await Promise.all([...batches, ...batches.slice(0, 1)].map((batch) => store.add(batch)))
  const at = new Date('1990-01-04T00:00:00Z')
  const own = async (days: number) =>
    (await store.uses(days, at)).filter((use) => use.consumer === consumer)
  expect(await own(2)).toEqual([])
  expect((await own(3)).map(({ requests, lastDay }) => `${requests} ${lastDay}`)).toEqual(
    Array.from({ length: 200 }, () => '6 1990-01-02'),
  )
  await store.forget(3, at)
  expect(await own(3)).toHaveLength(200)
  expect(await store.forget(2, at)).toBe(200)
  expect(await own(3)).toEqual([])
  await store.close()
})
