import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { openSigningKey } from '../../auth/signing-key.ts'
import { currentReader, signCurrent } from '../../gateway/registry/current-supergraph.ts'
import { supergraphReader } from '../../gateway/registry/signed-supergraph.ts'
import { openFollower } from '../../gateway/supergraph/follower.ts'
import { urlFeed } from '../../gateway/supergraph/url-feed.ts'
import { followerToken, openHouse } from './registry-house.ts'

test('a registry says when its supergraph was the last one; one that repeats itself for ever is noticed', async () => {
  await using house = await openHouse()
  const feed = urlFeed({ url: `${house.gateway.url}/registry`, token: followerToken })
  const first = await feed.read('whole', undefined)
  if ('unchanged' in first) throw new Error('expected a text')
  const state = { isFrozen: false, asked: 0 }
  const lines: string[] = []
  const confirmed: Date[] = []
  const follower = openFollower({
    feed: {
      name: 'the registry',
      async read(variant, known) {
        state.asked++
        if (state.isFrozen) return { unchanged: true, current: first.current }
        return await feed.read(variant, known)
      },
    },
    variant: 'whole',
    read: supergraphReader(house.key.jwks),
    readCurrent: currentReader(house.key.jwks),
    copy: { read: async () => undefined, write: async () => undefined },
    mayAsk: () => true,
    intervalMs: 20,
    staleMs: 2500,
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
  })
  const [believed] = await follower.candidates()
  if (believed === undefined) throw new Error('expected a supergraph')
  follower.follow(believed, {
    take: async () => true,
    miss: (reason) => void lines.push(reason),
    well: async () => undefined,
    confirmed: (at) => void confirmed.push(at),
  })
  await vi.waitFor(() => expect(confirmed.length).toBeGreaterThan(2), 10_000)
  expect(Math.abs(Date.now() - (confirmed.at(-1)?.getTime() ?? 0))).toBeLessThan(60_000)
  const told = 'has not said for long'
  expect(lines.join('')).not.toContain(told)
  state.isFrozen = true
  await vi.waitFor(() => expect(lines.join('')).toContain(told), 10_000)
  const asked = state.asked
  await vi.waitFor(() => expect(state.asked).toBeGreaterThan(asked + 3), 10_000)
  expect(lines.filter((line) => line.includes(told))).toHaveLength(1)
  await follower.stop()
  const ready = (await (await fetch(`${house.gateway.url}/ready`)).json()) as object
  expect(ready).toMatchObject({ confirmedAt: expect.stringMatching(/^\d{4}-/) as string })
})

test('the word of another key, of another variant or supergraph, or no word at all says nothing', async () => {
  await using house = await openHouse()
  const read = currentReader(house.key.jwks)
  const [one, at] = [{ variant: 'whole', sha256: 'a' }, new Date(1_700_000_000_000)]
  const jws = await signCurrent(house.key, one, at)
  expect(await read(jws, one)).toBe(at.getTime())
  expect(await read(jws, { ...one, variant: 'public' })).toBeUndefined()
  expect(await read(jws, { ...one, sha256: 'b' })).toBeUndefined()
  const other = await openSigningKey(join(house.directory, 'other.jwk.json'))
  expect(await read(await signCurrent(other, one, at), one)).toBeUndefined()
  for (const none of [undefined, '', 'x.y.z', `${jws}x`])
    expect(await read(none, one)).toBeUndefined()
})
