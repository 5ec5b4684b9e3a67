import { expect, test } from 'vitest'
import { emptyLatencies, noteLatency, quantile } from './latencies.ts'

test('a quantile is known within a tenth, from a quarter of a millisecond to minutes', () => {
  for (const ms of [0.3, 1, 7.7, 42, 999, 30_000, 500_000]) {
    const latencies = emptyLatencies()
    for (let i = 0; i < 100; i++) noteLatency(latencies, ms)
    for (const share of [0, 0.5, 0.99, 1]) {
      const found = quantile(latencies, share) ?? 0
      expect(Math.abs(found / ms - 1), String(ms)).toBeLessThan(0.1)
    }
  }
})

test('the slowest of a hundred is in the last percent and not in the half', () => {
  const latencies = emptyLatencies()
  for (let i = 0; i < 98; i++) noteLatency(latencies, 10)
  for (let i = 0; i < 2; i++) noteLatency(latencies, 1000)
  expect(quantile(latencies, 0.5)).toBeLessThan(12)
  expect(quantile(latencies, 0.99)).toBeGreaterThan(900)
})

test('nothing has no quantile, and what is longer than the last bucket is in it', () => {
  const latencies = emptyLatencies()
  expect(quantile(latencies, 0.5)).toBeUndefined()
  for (const ms of [-1, 0, Number.MAX_SAFE_INTEGER]) noteLatency(latencies, ms)
  expect(latencies.at(0)).toBe(2)
  expect(latencies.at(-1)).toBe(1)
})
