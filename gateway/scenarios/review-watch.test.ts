import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openReviewWatch } from './review-watch.ts'

const away = JSON.stringify({
  data: { emergencyReviewCounts: null },
  errors: [{ message: 'm', extensions: { code: 'MINISTRY_UNAVAILABLE' } }],
})
const counts = JSON.stringify({ data: { emergencyReviewCounts: { awaiting: 3, overdue: 1 } } })

/** A watch over answers that the test changes, at a clock that the test moves. */
function watched() {
  const lines: { level: number; msg: string; codes?: unknown }[] = []
  const state = { answer: away, looks: 0, now: 1_000_000 }
  const watch = openReviewWatch({
    askForAll: async () => {
      state.looks++
      return await Promise.resolve(state.answer)
    },
    firstMs: 0,
    everyMs: 1,
    now: () => state.now,
    log: pino(
      { level: 'info' },
      { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[number]) },
    ),
  })
  const looked = async (more: number): Promise<void> => {
    const until = state.looks + more
    await expect.poll(() => state.looks, { interval: 1 }).toBeGreaterThanOrEqual(until)
  }
  return { watch, state, lines, looked }
}

test('where nobody counts, the log warns once after a few looks, and the age of the count grows', async () => {
  const { watch, state, lines, looked } = watched()
  state.now += 60_000
  await looked(6)
  expect(watch.reviews()).toEqual([])
  expect(watch.age()).toEqual([{ labels: {}, value: 60 }])
  expect(lines).toMatchObject([
    { level: 40, msg: 'reviews: not counted', failures: 3, codes: ['MINISTRY_UNAVAILABLE'] },
  ])
  state.answer = counts
  await looked(2)
  expect(watch.age()).toEqual([{ labels: {}, value: 0 }])
  expect(watch.reviews()).toEqual([
    { labels: { state: 'awaiting' }, value: 3 },
    { labels: { state: 'overdue' }, value: 1 },
  ])
  expect(lines.slice(1)).toMatchObject([{ level: 30, msg: 'reviews: counted again' }])

  state.answer = away
  await looked(2)
  state.now += 900_000
  await looked(4)
  expect(watch.reviews()).toHaveLength(2)
  expect(watch.age()).toEqual([{ labels: {}, value: 900 }])
  expect(lines.slice(2)).toMatchObject([{ level: 40, failures: 3 }])
  watch.close()
  expect([watch.reviews(), watch.age()]).toEqual([[], []])
})
