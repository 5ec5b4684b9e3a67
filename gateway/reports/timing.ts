import { z } from 'zod'

/** Minutes between two runs, at least (a quarter of an hour) and at most (31 days). */
export const minMinutes = 15
export const maxMinutes = 44_640

const at = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM')

/** When a report is run; times of day are those of Viet Nam. */
export const timingShape = z.discriminatedUnion('every', [
  z.strictObject({
    every: z.literal('interval'),
    minutes: z.number().int().min(minMinutes).max(maxMinutes),
  }),
  z.strictObject({ every: z.literal('day'), at }),
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  z.strictObject({ every: z.literal('week'), on: z.number().int().min(1).max(7), at }),
  /** A day that a month has not is its last. */
  z.strictObject({ every: z.literal('month'), on: z.number().int().min(1).max(31), at }),
])

export type Timing = z.output<typeof timingShape>

const minuteMs = 60_000
const dayMs = 86_400_000
/** Asia/Ho_Chi_Minh is UTC+7, without summer time, since 1975. */
const offsetMs = 7 * 60 * minuteMs

/**
 * The first moment after `now` at which a report is due; intervals are counted from `last`. What was missed meanwhile
 * is not made up for.
 */
export function nextRun(timing: Timing, last: Date, now: Date): Date {
  if (timing.every === 'interval') {
    const step = timing.minutes * minuteMs
    const steps = Math.max(1, Math.floor((now.getTime() - last.getTime()) / step) + 1)
    return new Date(last.getTime() + steps * step)
  }
  const [hours = 0, minutes = 0] = timing.at.split(':').map(Number)
  const today = Math.floor((now.getTime() + offsetMs) / dayMs)
  for (let day = today; ; day++) {
    const due = day * dayMs + (hours * 60 + minutes) * minuteMs - offsetMs
    if (due > now.getTime() && isDay(timing, new Date(day * dayMs))) return new Date(due)
  }
}

/** Whether it is due on a day, which is given as its midnight in UTC. */
function isDay(timing: Exclude<Timing, { every: 'interval' }>, day: Date): boolean {
  switch (timing.every) {
    case 'day':
      return true
    case 'week':
      return (day.getUTCDay() || 7) === timing.on
    case 'month': {
      const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()
      return day.getUTCDate() === Math.min(timing.on, last)
    }
    default:
      return timing satisfies never
  }
}
