import { expect, test } from 'vitest'
import { timeOrderedId } from './time-ordered-id.ts'

test('ids are UUIDs of version 7, in the order of their times, and differ within one', () => {
  const times = [0, 1, Date.UTC(2026, 10, 22), Date.UTC(2026, 10, 22) + 1, 2 ** 48 - 1]
  const ids = times.map(timeOrderedId)
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  const time = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  expect(ids.map(time)).toEqual(times)
  const same = Array.from({ length: 1000 }, () => timeOrderedId(5))
  expect(new Set(same).size).toBe(1000)
})
