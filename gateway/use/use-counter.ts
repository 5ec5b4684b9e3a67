import type { DocumentUse } from './document-use.ts'
import { valueUse } from './value-use.ts'

/** How often a consumer used a coordinate on a day. */
export interface UseCount {
  /** `YYYY-MM-DD` (UTC). */
  readonly day: string
  readonly consumer: string
  readonly coordinate: string
  readonly requests: number
  /** The last of them, milliseconds since the epoch. */
  readonly lastAt: number
}

/** Counts that are added once, however often they are sent. */
export interface UseBatch {
  /** A UUID; the same for each attempt. */
  readonly id: string
  readonly counts: readonly UseCount[]
}

/** What a request used, and who asked it. */
export interface UsedRequest {
  readonly consumer: string
  readonly use: DocumentUse
  readonly variables: Readonly<Record<string, unknown>>
}

export interface UseCounter {
  /** Counts one request. A request that uses a coordinate several times counts once. */
  count(request: UsedRequest, at: number): void
  /** Pairs of consumer and operation that wait, and pairs of consumer and coordinate. */
  readonly size: () => number
  /** Takes everything that was counted, sorted by day, coordinate and consumer. */
  take(): readonly UseCount[]
}

interface Tally {
  requests: number
  lastAt: number
}

/** By day and consumer, then by operation, or by a coordinate that a variable's value named. */
type Counts = Map<string, Map<DocumentUse | string, Tally>>

const dayMs = 86_400_000

/**
 * Counts in memory. A request costs one entry for its operation, whatever the number of coordinates: they are
 * counted out when the counts are taken.
 */
export function openUseCounter(): UseCounter {
  let counts: Counts = new Map()
  let size = 0
  let today = ''
  let dayEnds = 0

  const add = (
    tallies: Map<DocumentUse | string, Tally>,
    key: DocumentUse | string,
    at: number,
  ) => {
    const tally = tallies.get(key)
    if (tally === undefined) {
      size++
      tallies.set(key, { requests: 1, lastAt: at })
      return
    }
    tally.requests++
    tally.lastAt = at
  }

  return {
    count({ consumer, use, variables }, at) {
      if (at >= dayEnds || at < dayEnds - dayMs) {
        dayEnds = (Math.floor(at / dayMs) + 1) * dayMs
        today = new Date(at).toISOString().slice(0, 10)
      }
      const key = `${today} ${consumer}`
      let tallies = counts.get(key)
      if (tallies === undefined) counts.set(key, (tallies = new Map()))
      add(tallies, use, at)
      if (use.open.length === 0) return
      const named = new Set<string>()
      for (const { variable, type } of use.open)
        if (Object.hasOwn(variables, variable)) valueUse(variables[variable], type, named)
      for (const coordinate of named)
        if (!use.coordinates.includes(coordinate)) add(tallies, coordinate, at)
    },
    size: () => size,
    take() {
      const taken = counts
      counts = new Map()
      size = 0
      return [...taken]
        .flatMap(([key, tallies]) => counted(key.slice(0, 10), key.slice(11), tallies))
        .sort(inOrder)
    },
  }
}

function counted(
  day: string,
  consumer: string,
  tallies: ReadonlyMap<DocumentUse | string, Tally>,
): readonly UseCount[] {
  const sums = new Map<string, Tally>()
  for (const [use, { requests, lastAt }] of tallies)
    for (const coordinate of typeof use === 'string' ? [use] : use.coordinates) {
      const sum = sums.get(coordinate)
      if (sum === undefined) sums.set(coordinate, { requests, lastAt })
      else {
        sum.requests += requests
        sum.lastAt = Math.max(sum.lastAt, lastAt)
      }
    }
  return [...sums].map(([coordinate, tally]) => ({ day, consumer, coordinate, ...tally }))
}

/** Several gateways write the same rows: all in one order, so that none waits for another in a circle. */
function inOrder(a: UseCount, b: UseCount): number {
  const [left, right] = [a, b].map((one) => `${one.day} ${one.coordinate} ${one.consumer}`)
  return (left ?? '') < (right ?? '') ? -1 : 1
}
