import { expect, test } from 'vitest'
import { maxMinutes, minMinutes, nextRun, type Timing, timingShape } from './timing.ts'

const now = new Date('2026-11-22T19:10:00Z') // Monday the 23rd, 02:10 in Viet Nam

test.each<readonly [Timing, string]>([
  [{ every: 'interval', minutes: 30 }, '2026-11-22T19:30:00.000Z'],
  [{ every: 'day', at: '02:11' }, '2026-11-22T19:11:00.000Z'],
  [{ every: 'day', at: '02:10' }, '2026-11-23T19:10:00.000Z'],
  [{ every: 'week', on: 1, at: '06:00' }, '2026-11-22T23:00:00.000Z'],
  [{ every: 'week', on: 1, at: '01:00' }, '2026-11-29T18:00:00.000Z'],
  [{ every: 'week', on: 7, at: '23:59' }, '2026-11-29T16:59:00.000Z'],
  [{ every: 'month', on: 23, at: '00:00' }, '2026-12-22T17:00:00.000Z'],
  [{ every: 'month', on: 31, at: '06:30' }, '2026-11-29T23:30:00.000Z'],
])('%j is next due at %s', (timing, due) => {
  expect(nextRun(timing, new Date('2026-11-22T18:00:00Z'), now).toISOString()).toBe(due)
})

test('the thirtieth of a February is its last day', () => {
  const february = new Date('2028-02-10T00:00:00Z')
  const due = nextRun({ every: 'month', on: 30, at: '07:00' }, february, february)
  expect(due.toISOString()).toBe('2028-02-29T00:00:00.000Z')
})

test('is always to come, and at the time of day that clocks show in Viet Nam', () => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    hour: '2-digit',
    minute: '2-digit',
  })
  for (let hour = 0; hour < 24 * 70; hour += 7) {
    const moment = new Date(now.getTime() + hour * 3_600_000)
    const due = nextRun({ every: 'month', on: 5, at: '09:45' }, now, moment)
    expect(due.getTime()).toBeGreaterThan(moment.getTime())
    expect(due.getTime() - moment.getTime()).toBeLessThanOrEqual(31 * 86_400_000)
    expect(clock.format(due)).toBe('09:45')
    const missed = nextRun({ every: 'interval', minutes: 50 }, now, moment)
    expect(missed.getTime()).toBeGreaterThan(moment.getTime())
    expect(missed.getTime() - moment.getTime()).toBeLessThanOrEqual(50 * 60_000)
  }
})

test.each<readonly [unknown, boolean]>([
  [{ every: 'interval', minutes: minMinutes }, true],
  [{ every: 'interval', minutes: minMinutes - 1 }, false],
  [{ every: 'interval', minutes: maxMinutes }, true],
  [{ every: 'interval', minutes: maxMinutes + 1 }, false],
  [{ every: 'day', at: '23:59' }, true],
  [{ every: 'day', at: '24:00' }, false],
  [{ every: 'day', at: '7:00' }, false],
  [{ every: 'week', on: 7, at: '00:00' }, true],
  [{ every: 'week', on: 8, at: '00:00' }, false],
  [{ every: 'week', on: 0, at: '00:00' }, false],
  [{ every: 'month', on: 31, at: '00:00' }, true],
  [{ every: 'month', on: 32, at: '00:00' }, false],
  [{ every: 'year', at: '00:00' }, false],
  [{ every: 'day', at: '00:00', on: 1 }, false],
])('%j is a timing: %s', (timing, is) => {
  expect(timingShape.safeParse(timing).success).toBe(is)
})
