import { expect, test } from 'vitest'
import { openKeptPlans } from './kept-plans.ts'

const name = (key: string) => key

test('makes once for all who ask at once, and keeps it', async () => {
  const kept = openKeptPlans<string, object>(1000, name)
  let made = 0
  const make = async () => ({ value: { number: ++made }, bytes: 10 })
  const both = await Promise.all([kept.take('a', make), kept.take('a', make)])
  expect(both[0]).toBe(both[1])
  expect(kept.take('a', make)).toBe(both[0])
  expect(made).toBe(1)
})

test('a failure is told to all who wait, and not kept', async () => {
  const kept = openKeptPlans<string, number>(1000, name)
  const fail = () => Promise.reject(new Error('no plan'))
  const outcomes = await Promise.allSettled([kept.take('a', fail), kept.take('a', fail)])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await kept.take('a', async () => ({ value: 1, bytes: 10 }))).toBe(1)
})

test('keeps as many bytes as it may: what was used again, and the last of what came once', async () => {
  const kept = openKeptPlans<string, string>(100, name)
  const make = (value: string, bytes: number) => async () => ({ value, bytes })
  const keys = () =>
    kept
      .mostUsed(9)
      .map(({ key }) => key)
      .sort()
  for (const key of ['a', 'b', 'c']) {
    await kept.take(key, make(key, 25))
    await kept.take(key, make('again', 25))
  }
  await kept.take('d', make('d', 25))
  expect(keys()).toEqual(['a', 'b', 'c', 'd'])
  // Whatever comes once takes the place of what came once.
  await kept.take('e', make('e', 25))
  expect(keys()).toEqual(['a', 'b', 'c', 'e'])
  // What is used again takes the place of what was not used for longest.
  await kept.take('b', make('again', 25))
  await kept.take('e', make('again', 25))
  expect(keys()).toEqual(['b', 'c', 'e'])
  expect(await kept.take('b', make('other', 25))).toBe('b')
  // Larger than a quarter: used, not kept.
  expect(await kept.take('f', make('f', 26))).toBe('f')
  expect(keys()).not.toContain('f')
})

test('what was used elsewhere is not pushed out by what comes once', async () => {
  const kept = openKeptPlans<string, string>(100, name)
  const make = async () => ({ value: '', bytes: 25 })
  await kept.take('a', make)
  kept.credit('a', 1)
  await kept.take('b', make)
  await kept.take('c', make)
  expect(kept.mostUsed(9).map(({ key }) => key)).toEqual(['a', 'c'])
})

test('says what is used most, with what was used elsewhere', async () => {
  const kept = openKeptPlans<string, string>(100, name)
  const make = async () => ({ value: '', bytes: 1 })
  for (const key of ['a', 'b', 'b', 'c', 'c', 'c']) await kept.take(key, make)
  kept.credit('a', 5)
  expect(kept.mostUsed(2)).toEqual([
    { key: 'a', uses: 6 },
    { key: 'c', uses: 3 },
  ])
})
