import { errors } from '../../schema/errors.ts'
import type { MinistryReport } from './ministry-answer.ts'
import { MinistryError } from './ministry-error.ts'

/** What a ministry may say to the caller in its own words. Everything else is "unavailable". */
const spoken = [
  'BAD_USER_INPUT',
  'COST_EXCEEDED',
  'FORBIDDEN',
  'PURPOSE_REQUIRED',
  'DEADLINE_EXCEEDED',
  'RATE_LIMITED',
  'CONFLICT',
  'HISTORY_TOO_SHORT',
] as const

/** How long a ministry's message may be. */
const maxMessage = 500
const daySeconds = 86_400

/** A ministry's error as a caller may read it: these codes keep their text; nothing else that a ministry writes leaves. */
export function masked(
  { message, path, extensions }: MinistryReport,
  ministry: string,
): MinistryError {
  const code = spoken.find((known) => known === extensions['code'])
  return code === undefined
    ? unavailable('MINISTRY_UNAVAILABLE', ministry, path)
    : new MinistryError(
        message.slice(0, maxMessage),
        {
          code,
          ministry,
          ...coordinatesOf(extensions),
          ...pauseOf(extensions),
          ...figuresOf(extensions),
          ...presentOf(extensions),
        },
        path,
      )
}

/** As the ministry wrote it, without its stack: for a gateway that runs open. */
export function passed(
  { message, path, extensions }: MinistryReport,
  ministry: string,
): MinistryError {
  const { stacktrace: _, http: __, ...rest } = extensions
  const code = typeof rest['code'] === 'string' ? rest['code'] : 'INTERNAL_SERVER_ERROR'
  return new MinistryError(message, { ...rest, code, ministry }, path)
}

/** The error of a ministry that gave no answer that can be used. */
export function unavailable(
  code: 'MINISTRY_UNAVAILABLE' | 'DEADLINE_EXCEEDED',
  ministry: string,
  path?: readonly (string | number)[],
): MinistryError {
  return new MinistryError(errors[code].message, { code, ministry }, path)
}

/** Seconds after which a ministry that has too many requests may have room for one. */
const busySeconds = 1

/** The error of a ministry that was not asked: it has as many requests as it may have. */
export function busy(ministry: string): MinistryError {
  return new MinistryError('A ministry has too many requests to answer.', {
    code: 'MINISTRY_UNAVAILABLE',
    ministry,
    limit: 'ministryRequests',
    retryAfterSeconds: busySeconds,
  })
}

/** True when a ministry reports what is expected in daily work. */
export function isSpoken({ extensions }: MinistryReport): boolean {
  return spoken.some((known) => known === extensions['code'])
}

/** The schema coordinates that a ministry refused, where it names some. */
function coordinatesOf({ coordinates }: MinistryReport['extensions']): {
  coordinates?: readonly string[]
} {
  const names = Array.isArray(coordinates) ? coordinates : []
  const known = names.filter(
    (name) => typeof name === 'string' && /^\w{1,80}\.\w{1,80}$/.test(name),
  )
  return known.length === 0 ? {} : { coordinates: known as readonly string[] }
}

/** How long to wait before asking again, where the ministry says so: seconds, a day at most. */
function pauseOf({ retryAfterSeconds: seconds }: MinistryReport['extensions']): {
  retryAfterSeconds?: number
} {
  const told = typeof seconds === 'number' && Number.isInteger(seconds)
  return told && seconds > 0 && seconds <= daySeconds ? { retryAfterSeconds: seconds } : {}
}

/** The limit that a question passed, where the ministry says so: its name, what is allowed and what came. */
function figuresOf({ limit, allowed, got }: MinistryReport['extensions']): {
  limit?: string
  allowed?: number
  got?: number | string
} {
  const isNamed = typeof limit === 'string' && /^[a-zA-Z]{1,40}$/.test(limit)
  if (!isNamed || typeof allowed !== 'number') return {}
  if (typeof got === 'number') return { limit, allowed, got }
  return typeof got === 'string' && /^more than \d{1,15}$/.test(got)
    ? { limit, allowed, got }
    : { limit, allowed }
}

/** The version that something has now, where the ministry says so. */
function presentOf({ present }: MinistryReport['extensions']): { present?: number } {
  return typeof present === 'number' && Number.isSafeInteger(present) && present >= 0
    ? { present }
    : {}
}
