import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { openFreshnessWatch } from './freshness-watch.ts'
import { type LiveReaders, openLiveReaders } from './live-readers.ts'
import type { LiveObservation } from './observation.ts'
import { openObservationFeed } from './observation-feed.ts'

const log = pino({ level: 'silent' })
const limits = { maxReaders: 10, maxReadersOfCaller: 10 }
const observation = (at: number, note = ''): LiveObservation => ({
  id: String(at),
  indicatorCode: 'land.parcels',
  areaCode: 'VN',
  recordedAt: new Date(at).toISOString(),
  note,
})

function reading(readers: LiveReaders, mayGoOn = () => Promise.resolve(true)) {
  const filter = { indicators: [], areas: [] }
  const { stream, begin } = readers.open({ caller: 'somebody', filter, mayGoOn })
  begin([], false)
  return stream
}

describe('readers', () => {
  test('that do not read are cut, and the others read on', async () => {
    let nobody = 0
    const readers = openLiveReaders(limits, { beatMs: 60_000, maxMs: 60_000 }, () => nobody++)
    const idle = reading(readers)
    const busy = reading(readers)
    let text = ''
    busy.setEncoding('utf8').on('data', (part: string) => (text += part))
    for (let at = 0; at < 30 && !idle.destroyed; at++) {
      readers.tell([observation(at, 'x'.repeat(20_000))])
      await new Promise(setImmediate)
    }
    expect(idle.destroyed).toBe(true)
    expect(busy.destroyed).toBe(false)
    // 256 KiB hold twelve of them.
    expect(text.match(/^event: observations$/gm)?.length).toBeGreaterThan(12)
    expect(readers.readers()).toBe(1)
    busy.destroy()
    await expect.poll(() => [readers.readers(), nobody]).toEqual([0, 1])
  })

  test('get all that was missed, however much of a stream that nobody reads yet it takes', async () => {
    const readers = openLiveReaders(limits, { beatMs: 60_000, maxMs: 60_000 }, () => undefined)
    const filter = { indicators: [], areas: [] }
    const mayGoOn = () => Promise.resolve(true)
    const { stream, begin } = readers.open({ caller: 'somebody', filter, mayGoOn })
    const missed = Array.from({ length: 1000 }, (_, at) => observation(at, 'x'.repeat(300)))
    begin(missed, false)
    readers.tell([observation(1000)])
    let text = ''
    stream.setEncoding('utf8').on('data', (part: string) => (text += part))
    const ids = () => text.match(/(?<="id":")\d+/g) ?? []
    await expect.poll(() => ids().length).toBe(1001)
    expect(stream.destroyed).toBe(false)
    stream.destroy()
  })

  test('that are closed while they are opened end without a word', async () => {
    const readers = openLiveReaders(limits, { beatMs: 60_000, maxMs: 60_000 }, () => undefined)
    const filter = { indicators: [], areas: [] }
    const mayGoOn = () => Promise.resolve(true)
    const { stream, begin } = readers.open({ caller: 'somebody', filter, mayGoOn })
    const failures: Error[] = []
    stream.on('error', (error) => failures.push(error))
    readers.close()
    begin([observation(1)], false)
    const parts: unknown[] = []
    for await (const part of stream) parts.push(part)
    expect([failures, parts]).toEqual([[], []])
  })

  test('end with their token, and at the end of their time', async () => {
    const readers = openLiveReaders(limits, { beatMs: 5, maxMs: 60_000 }, () => undefined)
    const ended = reading(readers, () => Promise.reject(new Error('expired'))).resume()
    await new Promise((resolve) => ended.once('end', resolve))
    const short = openLiveReaders(limits, { beatMs: 5, maxMs: 0 }, () => undefined)
    const over = reading(short).resume()
    await new Promise((resolve) => over.once('end', resolve))
    expect([readers.readers(), short.readers()]).toEqual([0, 0])
  })
})

test('a look that fails is made again from where the last one ended', async () => {
  const told: string[] = []
  let failures = 2
  const stored = [observation(1)]
  const feed = openObservationFeed({
    ask: async ({ variables: { later } }) => {
      if (later !== undefined && failures-- > 0) throw new Error('away')
      const nodes =
        later === undefined
          ? stored
          : stored.filter(({ recordedAt }) => typeof later === 'string' && recordedAt > later)
      return JSON.stringify({ data: { observations: { nodes, pageInfo: { hasNextPage: false } } } })
    },
    pollMs: 1,
    onNew: (observations) => told.push(...observations.map(({ id }) => id)),
    log,
  })
  await feed.start()
  stored.push(observation(2), observation(3))
  await expect.poll(() => told).toEqual(['2', '3'])
  expect(failures).toBeLessThan(0)
  feed.stop()
})

test('what is late is counted by owner, and what was seen last stays while a look fails', async () => {
  let looks = 0
  const list = [
    { owner: 'land', late: true },
    { owner: 'land', late: true },
    { owner: 'health', late: false },
  ]
  const watch = openFreshnessWatch({
    ask: async () =>
      JSON.stringify(looks++ === 0 ? { data: { indicatorFreshness: list } } : { data: null }),
    firstMs: 0,
    everyMs: 1,
    log,
  })
  await expect.poll(() => looks).toBeGreaterThan(2)
  expect(watch.late()).toEqual([
    { labels: { owner: 'land' }, value: 2 },
    { labels: { owner: 'health' }, value: 0 },
  ])
  watch.close()
})
