import { describe, expect, test } from 'vitest'
import {
  type Breaker,
  type BreakerEvent,
  breakerAfter,
  closedBreaker,
  maxPauseMs,
  maySend,
} from './breaker.ts'
import { openBreakers } from './breakers.ts'

const limits = { failures: 3, pauseMs: 100 }
const after = (
  events: readonly BreakerEvent[],
  from: Breaker = closedBreaker,
  at = 1000,
): Breaker => events.reduce((breaker, event) => breakerAfter(breaker, event, at, limits), from)

describe('the breaker', () => {
  test('opens at the third failure in a row, and not at the second', () => {
    expect(after(['failed', 'failed'])).toEqual({ state: 'closed', failures: 2 })
    expect(after(['failed', 'failed', 'failed'])).toEqual({
      state: 'open',
      openings: 1,
      until: 1100,
    })
  })

  test('counts failures in a row alone, and what says nothing does not count', () => {
    expect(after(['failed', 'failed', 'answered', 'failed', 'failed'])).toEqual({
      state: 'closed',
      failures: 2,
    })
    expect(after(['failed', 'unsaid', 'failed', 'asked'])).toEqual({ state: 'closed', failures: 2 })
    expect(after(['failed', 'late'])).toEqual({ state: 'closed', failures: 2 })
    expect(after(['failed', 'late', 'late']).state).toBe('open')
  })

  test('lets nothing pass before its time, then one alone, whose answer closes it', () => {
    const open = after(['failed', 'failed', 'failed'])
    expect(maySend(open, 1099)).toBe(false)
    expect(breakerAfter(open, 'asked', 1099, limits)).toBe(open)
    expect(maySend(open, 1100)).toBe(true)
    const probing = breakerAfter(open, 'asked', 1100, limits)
    expect(probing).toEqual({ state: 'half-open', openings: 1, until: 1200 })
    expect(maySend(probing, 1199)).toBe(false)
    expect(breakerAfter(probing, 'answered', 1101, limits)).toBe(closedBreaker)
  })

  test('a probe that hangs does not keep the next one back', () => {
    const probing = after(['failed', 'failed', 'failed', 'asked'], closedBreaker, 0)
    expect(probing.state).toBe('open')
    const first = breakerAfter(probing, 'asked', 100, limits)
    expect(maySend(first, 200)).toBe(true)
    const second = breakerAfter(first, 'asked', 200, limits)
    expect(second).toEqual({ state: 'half-open', openings: 1, until: 300 })
    expect(breakerAfter(second, 'late', 250, limits)).toEqual({
      state: 'open',
      openings: 2,
      until: 450,
    })
  })

  test('waits twice as long after each probe that fails, up to a bound', () => {
    let breaker = after(['failed', 'failed', 'failed'], closedBreaker, 0)
    const pauses: number[] = []
    let at = 0
    for (let i = 0; i < 12; i++) {
      at = breaker.state === 'open' ? breaker.until : at
      breaker = after(['asked', 'failed'], breaker, at)
      pauses.push(breaker.state === 'open' ? breaker.until - at : -1)
    }
    expect(pauses.slice(0, 3)).toEqual([200, 400, 800])
    expect(pauses.slice(-2)).toEqual([maxPauseMs, maxPauseMs])
  })

  test('a pause that is set longer stays as it is set', () => {
    const long = { failures: 1, pauseMs: 5000 }
    const open = breakerAfter(closedBreaker, 'failed', 0, long)
    expect(open).toEqual({ state: 'open', openings: 1, until: 5000 })
    const again = breakerAfter(breakerAfter(open, 'asked', 5000, long), 'failed', 5001, long)
    expect(again).toEqual({ state: 'open', openings: 2, until: 10_001 })
  })

  test('a probe that finds out nothing leaves the next request to find out', () => {
    const open = after(['failed', 'failed', 'failed'])
    const probing = breakerAfter(open, 'asked', 1100, limits)
    const again = breakerAfter(probing, 'unsaid', 1200, limits)
    expect(again).toEqual({ state: 'open', openings: 1, until: 1200 })
    expect(maySend(again, 1200)).toBe(true)
  })

  test('late failures of requests that were sent before do not lengthen the pause', () => {
    const open = after(['failed', 'failed', 'failed'])
    expect(breakerAfter(open, 'failed', 1050, limits)).toBe(open)
  })

  test('never opens where the limit is 0', () => {
    let breaker = closedBreaker
    for (let i = 0; i < 100; i++)
      breaker = breakerAfter(breaker, 'failed', i, { ...limits, failures: 0 })
    expect(breaker).toEqual({ state: 'closed', failures: 100 })
  })
})

describe('breakers', () => {
  test('are apart by ministry and address, and an end counts once', () => {
    let at = 0
    const breakers = openBreakers({ failures: 2, pauseMs: 100 }, () => at)
    const fail = (): void => {
      const end = breakers.enter('land', 'http://a')
      end('failed')
      end('failed')
    }
    fail()
    expect(breakers.state('land', 'http://a')).toEqual({ state: 'closed', failures: 1 })
    fail()
    expect(() => breakers.enter('land', 'http://a')).toThrow(/answered lately/)
    breakers.enter('land', 'http://b')('answered')
    breakers.enter('health', 'http://a')('answered')
    at = 100
    const probe = breakers.enter('land', 'http://a')
    expect(() => breakers.enter('land', 'http://a')).toThrow()
    at = 199
    expect(() => breakers.enter('land', 'http://a')).toThrow()
    probe('answered')
    expect(breakers.state('land', 'http://a')).toBe(closedBreaker)
  })
})
