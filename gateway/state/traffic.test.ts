import { expect, test } from 'vitest'
import { openTraffic } from './traffic.ts'

const start = Date.UTC(2026, 10, 22)

test('requests leave the minute, the quarter and the hour one after the other', () => {
  let at = start
  const traffic = openTraffic(() => at)
  const counts = () => traffic.windows().map(({ requests, errors }) => [requests, errors])
  traffic.note(false, 5)
  traffic.note(true, 50)
  expect(counts()).toEqual([
    [2, 1],
    [2, 1],
    [2, 1],
  ])
  at = start + 59_999
  expect(counts()[0]).toEqual([2, 1])
  at = start + 60_000
  expect(counts()).toEqual([
    [0, 0],
    [2, 1],
    [2, 1],
  ])
  at = start + 15 * 60_000 - 1
  expect(counts()[1]).toEqual([2, 1])
  at = start + 15 * 60_000
  expect(counts().slice(1)).toEqual([
    [0, 0],
    [2, 1],
  ])
  at = start + 60 * 60_000
  expect(counts()).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
})

test('a stretch that comes round again begins empty', () => {
  let at = start
  const traffic = openTraffic(() => at)
  traffic.note(false, 1000)
  at += 60 * 60_000
  traffic.note(false, 1)
  const [minute, , hour] = traffic.windows()
  expect(minute?.requests).toBe(1)
  expect(hour?.p99Ms).toBeLessThan(2)
})

test('a request without a duration counts and moves no quantile', () => {
  const traffic = openTraffic(() => start)
  traffic.note(false)
  expect(traffic.windows()[0]).toMatchObject({ requests: 1, p50Ms: null, p99Ms: null })
})
