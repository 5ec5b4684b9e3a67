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

test('keeps as many bytes as it may, the last used', async () => {
  const kept = openKeptPlans<string, string>(100, name)
  const make = (value: string, bytes: number) => async () => ({ value, bytes })
  for (const key of ['a', 'b', 'c', 'd']) await kept.take(key, make(key, 25))
  expect(
    kept
      .mostUsed(9)
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['a', 'b', 'c', 'd'])
  await kept.take('a', make('again', 25))
  await kept.take('e', make('e', 25))
  expect(
    kept
      .mostUsed(9)
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['a', 'c', 'd', 'e'])
  expect(await kept.take('a', make('other', 25))).toBe('a')
  // Larger than a quarter: used, not kept.
  expect(await kept.take('f', make('f', 26))).toBe('f')
  expect(kept.mostUsed(9).map(({ key }) => key)).not.toContain('f')
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
