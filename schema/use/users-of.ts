import { typeOfCoordinate } from '../diff/coordinate.ts'
import type { FieldUse, UseReport } from './field-use.ts'

/** Who used any of some coordinates. */
export interface Users {
  readonly applications: readonly string[]
  readonly roles: readonly string[]
  /** A day, over the whole period; at least this many: a request that uses two of them counts once. */
  readonly requestsPerDay: number
  /** `YYYY-MM-DD` (UTC). */
  readonly lastDay: string
}

/** By type, so that a lookup does not walk the whole report. */
export type UseIndex = ReadonlyMap<string, readonly FieldUse[]>

/** Puts a report's uses in order for many lookups. */
export function useIndex({ uses }: UseReport): UseIndex {
  const index = new Map<string, FieldUse[]>()
  for (const use of uses) {
    const type = typeOfCoordinate(use.coordinate)
    const list = index.get(type)
    if (list === undefined) index.set(type, [use])
    else list.push(use)
  }
  return index
}

/** Who used one of the coordinates; `Type.*` is a type and all that lies in it. Undefined = nobody. */
export function usersOf(
  touches: readonly string[],
  index: UseIndex,
  days: number,
): Users | undefined {
  const byConsumer = new Map<string, number>()
  let lastDay = ''
  for (const { consumer, requests, lastDay: day } of touches.flatMap((one) =>
    matching(one, index),
  )) {
    byConsumer.set(consumer, Math.max(requests, byConsumer.get(consumer) ?? 0))
    if (day > lastDay) lastDay = day
  }
  if (byConsumer.size === 0) return undefined
  const named = (prefix: string) =>
    [...byConsumer.keys()]
      .filter((consumer) => consumer.startsWith(prefix))
      .map((consumer) => consumer.slice(prefix.length))
      .sort()
  const requests = [...byConsumer.values()].reduce((sum, one) => sum + one, 0)
  return {
    applications: named('application:'),
    roles: named('role:'),
    requestsPerDay: requests / Math.max(1, days),
    lastDay,
  }
}

function matching(touched: string, index: UseIndex): readonly FieldUse[] {
  if (touched === '*') return [...index.values()].flat()
  const uses = index.get(typeOfCoordinate(touched)) ?? []
  return touched.endsWith('.*') ? uses : uses.filter(({ coordinate }) => coordinate === touched)
}

/** `used by 2 applications, 41 requests/day, last on 2026-11-20`. */
export function usersText({ applications, roles, requestsPerDay, lastDay }: Users): string {
  const who = [counted(applications.length, 'application'), counted(roles.length, 'role')]
  const rate = requestsPerDay < 1 ? 'less than 1 request' : `${Math.round(requestsPerDay)} requests`
  return `used by ${who.filter(Boolean).join(' and ')}, ${rate}/day, last on ${lastDay}`
}

function counted(count: number, noun: string): string {
  if (count === 0) return ''
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
