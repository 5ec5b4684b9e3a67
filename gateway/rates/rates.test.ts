import { createHash } from 'node:crypto'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { networkOf } from './address-of.ts'
import { insuredCounters } from './insured-counters.ts'
import { memoryCounters } from './memory-counters.ts'
import { personSketch } from './person-sketch.ts'
import type { ValkeyCounters } from './valkey-counters.ts'

const person = (number: number) =>
  `k1.${createHash('sha256').update(String(number)).digest('base64url').slice(0, 22)}`
const persons = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => person(from + index))

describe('a window', () => {
  test('takes all or nothing, until it is over', async () => {
    let now = 0
    const counters = memoryCounters(() => now)
    const take = (amount: number) => counters.take({ key: 'k', amount, most: 10, windowMs: 1000 })
    expect(await take(8)).toEqual({ isTaken: true, used: 8, resetMs: 1000 })
    expect(await take(3)).toEqual({ isTaken: false, used: 8, resetMs: 1000 })
    now = 999
    expect(await take(2)).toEqual({ isTaken: true, used: 10, resetMs: 1 })
    expect((await take(1)).isTaken).toBe(false)
    now = 1000
    expect(await take(10)).toEqual({ isTaken: true, used: 10, resetMs: 1000 })
  })

  test('is corrected as long as it lasts, never below nothing', async () => {
    let now = 0
    const counters = memoryCounters(() => now)
    const take = (amount: number) => counters.take({ key: 'k', amount, most: 10, windowMs: 1000 })
    await take(10)
    await counters.correct('k', -4)
    expect((await take(4)).used).toBe(10)
    await counters.correct('k', -100)
    expect((await take(1)).used).toBe(1)
    await counters.correct('k', 20)
    expect((await take(1)).isTaken).toBe(false)
    now = 1000
    await counters.correct('k', 20)
    expect((await take(1)).used).toBe(1)
  })
})

describe('persons', () => {
  test('are counted once each; what would be too many does not count', async () => {
    let now = 0
    const counters = memoryCounters(() => now)
    const add = (from: number, to: number) =>
      counters.addPersons({ key: 'k', persons: persons(from, to), most: 5, forMs: 1000 })
    expect(await add(0, 4)).toEqual({ isTaken: true, count: 4 })
    expect(await add(2, 6)).toEqual({ isTaken: false, count: 6 })
    expect(await add(3, 5)).toEqual({ isTaken: true, count: 5 })
    expect(await add(0, 5)).toEqual({ isTaken: true, count: 5 })
    now = 1000
    expect(await add(6, 11)).toEqual({ isTaken: true, count: 5 })
  })

  test('are counted exactly up to 2,048, and within 3 % beyond', () => {
    const sketch = personSketch()
    const counted: [number, number][] = []
    let added = 0
    for (const size of [1, 100, 2048, 2049, 5000, 20_000, 100_000]) {
      for (; added < size; added++) sketch.add(person(added))
      counted.push([size, sketch.count()])
    }
    for (const [size, count] of counted.slice(0, 3)) expect(count).toBe(size)
    for (const [size, count] of counted) expect(Math.abs(count - size) / size).toBeLessThan(0.03)
    const before = sketch.count()
    for (const one of persons(0, 5000)) sketch.add(one)
    expect(sketch.count()).toBe(before)
  })
})

test('a Valkey that fails is left alone for a quarter of a second, and then looked for while nobody waits', async () => {
  let now = 0
  let asked = 0
  let isAway = true
  const fails: ValkeyCounters = {
    take: () => {
      asked++
      return isAway
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ isTaken: true, used: 7, resetMs: 60_000 })
    },
    correct: () => Promise.reject(new Error('away')),
    addPersons: () => Promise.reject(new Error('away')),
    isConnected: () => true,
    close: () => undefined,
  }
  const said: string[] = []
  const log = pino({}, { write: (line: string) => void said.push(line) })
  const clock = () => now
  const counters = insuredCounters(memoryCounters(clock), fails, log, clock)
  const take = () => counters.take({ key: 'k', amount: 1, most: 8, windowMs: 60_000 })
  expect((await take()).used).toBe(1)
  expect((await take()).used).toBe(2)
  expect([asked, counters.sharing(), counters.uninsured()]).toEqual([1, 'away', 2])
  now = 250
  isAway = false
  const both = await Promise.all([take(), take()])
  expect(both.map(({ used }) => used)).toEqual([3, 4])
  await expect.poll(() => counters.sharing()).toBe('shared')
  expect(asked).toBe(2)
  expect((await take()).used).toBe(7)
  isAway = true
  // Where it stood by Valkey's word, and not by what this process counted.
  expect((await take()).used).toBe(8)
  expect((await take()).isTaken).toBe(false)
  expect(said).toHaveLength(3)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
