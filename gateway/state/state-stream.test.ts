import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStateStream } from './state-stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const limits = { everyMs: 2000, maxMs: 10_000, maxReaders: 2 }

test('one state is taken for all readers, and none where nobody reads', () => {
  let taken = 0
  const streams = openStateStream({ ...limits, take: () => String(++taken) })
  vi.advanceTimersByTime(20_000)
  expect(taken).toBe(0)
  const [one, other] = [streams.open(), streams.open()].map((stream) => stream.resume())
  expect(taken).toBe(2)
  vi.advanceTimersByTime(2000)
  expect(taken).toBe(3)
  one?.destroy()
  other?.destroy()
  expect(streams.readers()).toBe(2)
})

test('a third reader of two is refused, and comes in when one has gone', async () => {
  vi.useRealTimers()
  const streams = openStateStream({ ...limits, take: () => 'x' })
  const [one] = [streams.open(), streams.open()]
  expect(() => streams.open()).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
  one?.destroy()
  await new Promise((done) => setImmediate(done))
  expect(streams.readers()).toBe(1)
  expect(() => streams.open().resume()).not.toThrow()
  streams.close()
})

test('a reader that does not read holds no more than its first bytes, and is cut', async () => {
  const big = 'x'.repeat(100_000)
  const streams = openStateStream({ ...limits, maxMs: 1_000_000, take: () => big })
  const stream = streams.open()
  stream.on('error', () => undefined)
  vi.advanceTimersByTime(2000 * 4)
  expect(stream.readableLength).toBeLessThan(2 * big.length)
  expect(stream.destroyed).toBe(false)
  vi.advanceTimersByTime(2000)
  expect(stream.destroyed).toBe(true)
})

test('a stream ends after its time, so that its reader shows a token again', () => {
  const streams = openStateStream({ ...limits, take: () => 'x' })
  const stream = streams.open().resume()
  let ended = false
  stream.on('end', () => (ended = true))
  vi.advanceTimersByTime(9999)
  expect(stream.readableEnded || ended).toBe(false)
  vi.advanceTimersByTime(2001)
  vi.useRealTimers()
  return vi.waitFor(() => expect(ended).toBe(true), 10_000)
})

test('a stream that has ended is not written to, and is cut when nobody reads its rest', () => {
  const streams = openStateStream({ ...limits, take: () => 'x' })
  const stream = streams.open()
  stream.on('error', () => undefined)
  streams.close()
  expect(() => vi.advanceTimersByTime(2000 * 4)).not.toThrow()
  expect(stream.destroyed).toBe(false)
  vi.advanceTimersByTime(2000)
  expect(stream.destroyed).toBe(true)
})
