import { describe, expect, test } from 'vitest'
import {
  type AtOnce,
  type AtOnceBounds,
  atOnceAfter,
  firstAtOnce,
  lateAimMs,
  type Seen,
  tookAimMs,
} from './at-once.ts'

const bounds: AtOnceBounds = { least: 16, most: 256 }
const calm: Seen = { lateMs: 0, tookMs: 20, used: 256 }

/** What a machine shows that works on requests of `workMs` with `lanes` at a time, and has more to do than it can. */
function full(limit: number, workMs: number, lanes: number): Seen {
  return { lateMs: 0, tookMs: workMs * Math.max(1, limit / lanes), used: limit }
}

function after(from: AtOnce, rounds: number, seen: (limit: number) => Seen): AtOnce {
  let now = from
  for (let round = 0; round < rounds; round++) now = atOnceAfter(now, seen(now.limit), bounds)
  return now
}

describe('how many requests are worked on at once', () => {
  test('begins low, and never above the most', () => {
    expect(firstAtOnce(bounds)).toEqual({ limit: 64, others: 1 })
    expect(firstAtOnce({ least: 3, most: 3 })).toEqual({ limit: 3, others: 1 })
  })

  test('grows to the most while all of it is used and nothing presses', () => {
    const used = (limit: number): Seen => ({ ...calm, used: limit })
    expect(after(firstAtOnce(bounds), 1, used).limit).toBe(71)
    expect(after(firstAtOnce(bounds), 30, used).limit).toBe(256)
    expect(after(firstAtOnce(bounds), 30, (limit) => ({ ...calm, used: limit - 1 })).limit).toBe(64)
  })

  test('does not grow where too few have ended to tell', () => {
    const silent: Seen = { lateMs: 0, tookMs: undefined, used: 64 }
    expect(atOnceAfter(firstAtOnce(bounds), silent, bounds).limit).toBe(64)
  })

  test.each([
    ['the event loop', { lateMs: lateAimMs }, { lateMs: lateAimMs * 1.01 }],
    ['quick requests', { tookMs: tookAimMs }, { tookMs: tookAimMs * 1.01 }],
  ])('shrinks when %s is later than its aim, and not before', (_, just, more) => {
    const now: AtOnce = { limit: 100, others: 1 }
    expect(atOnceAfter(now, { ...calm, used: 99, ...just }, bounds).limit).toBe(100)
    expect(atOnceAfter(now, { ...calm, used: 99, ...more }, bounds).limit).toBe(89)
  })

  test('halves at most in one step, and stays at the least', () => {
    const late = (limit: number): Seen => ({ lateMs: 10 * limit, tookMs: 20, used: limit })
    expect(atOnceAfter({ limit: 100, others: 1 }, late(100), bounds).limit).toBe(50)
    expect(after({ limit: 100, others: 1 }, 20, late).limit).toBe(16)
  })

  test('comes to what ends in time where more only wait, from above and from below', () => {
    // 8 lanes of 50 ms: 40 at once take 250 ms each.
    for (const limit of [256, 16]) {
      const settled = after({ limit, others: 1 }, 40, (now) => full(now, 50, 8))
      expect(settled.limit).toBeGreaterThanOrEqual(30)
      expect(settled.limit).toBeLessThanOrEqual(48)
    }
  })

  test('goes back where half as many are as slow: it was not their doing', () => {
    const slow = (limit: number): Seen => ({ lateMs: 0, tookMs: 2000, used: limit })
    const settled = after({ limit: 200, others: 1 }, 10, slow)
    expect(settled.limit).toBeGreaterThanOrEqual(200)
    expect(settled.others).toBe(10)
    // And shrinks again when it gets slower still, or forgets it when that is over.
    expect(atOnceAfter(settled, { ...calm, tookMs: 2600 }, bounds).limit).toBeLessThan(256)
    expect(atOnceAfter(settled, calm, bounds).others).toBe(1)
  })
})
