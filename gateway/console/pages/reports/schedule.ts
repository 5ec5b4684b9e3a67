import { type Answer, answerOf } from '../../api/ask.ts'
import { read } from '../../api/request.ts'

/** When a report is asked again, in Viet Nam's time. */
export type Timing =
  | { readonly every: 'interval'; readonly minutes: number }
  | { readonly every: 'day'; readonly at: string }
  | { readonly every: 'week' | 'month'; readonly on: number; readonly at: string }

export interface Schedule {
  readonly version: number
  readonly timing: Timing
  readonly setAt: string
  readonly expiresAt: string
  readonly nextAt: string | null
  readonly state: 'waiting' | 'stopped' | 'expired'
}

export interface Run {
  readonly id: number
  readonly version: number
  readonly startedAt: string
  readonly finishedAt: string
  readonly status: 'ok' | 'partial' | 'failed'
  readonly codes: readonly string[]
}

const root = (id: string) => `/reports-api/reports/${encodeURIComponent(id)}`

export async function findSchedule(id: string, signal: AbortSignal): Promise<Schedule | null> {
  const found = await read<{ readonly schedule: Schedule | null }>(`${root(id)}/schedule`, {
    signal,
  })
  return found.schedule
}

/** Sets when the report is asked; null takes the schedule away. */
export async function setSchedule(
  id: string,
  timing: Timing | null,
  variables: Readonly<Record<string, unknown>>,
): Promise<Schedule | null> {
  const body = timing === null ? { timing } : { timing, variables }
  const found = await read<{ readonly schedule: Schedule | null }>(`${root(id)}/schedule`, {
    method: 'PUT',
    body,
  })
  return found.schedule
}

export async function listRuns(id: string, signal: AbortSignal): Promise<readonly Run[]> {
  const found = await read<{ readonly runs: readonly Run[] }>(`${root(id)}/runs?limit=50`, {
    signal,
  })
  return found.runs
}

/** What a run answered; null where it failed. */
export async function runAnswer(
  id: string,
  run: number,
  signal: AbortSignal,
): Promise<Answer | null> {
  const found = await read<{ readonly answer: unknown }>(`${root(id)}/runs/${run}`, { signal })
  return found.answer === null ? null : answerOf(JSON.stringify(found.answer), undefined, 0)
}

export const everys = ['day', 'week', 'month', 'interval'] as const

/** The timing that a form holds. */
export function timingOf(form: {
  readonly every: (typeof everys)[number]
  readonly on: number
  readonly at: string
  readonly minutes: number
}): Timing {
  const { every, on, at, minutes } = form
  if (every === 'interval') return { every, minutes }
  return every === 'day' ? { every, at } : { every, on, at }
}
