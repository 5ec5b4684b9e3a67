import type { ErrorCode } from '../../schema/errors.ts'
import { openTraffic, type Traffic, type TrafficWindow } from './traffic.ts'

/** What became of a request to a ministry; `abandoned`: its caller went away, which says nothing of the ministry. */
export type VisitEnd = 'answered' | 'abandoned' | ErrorCode

/** Says what became of one request; a second time it does nothing. */
export type Visit = (end: VisitEnd) => void

/** What is seen of a ministry from here. */
export interface MinistrySeen {
  readonly ministry: string
  /** Scheme, host and port at which it was asked last. */
  readonly origin: string
  readonly inFlight: number
  readonly windows: readonly TrafficWindow[]
  /** ISO 8601. */
  readonly lastAnswerAt: string | null
  readonly lastError: { readonly code: ErrorCode; readonly at: string } | null
}

/** Counts what ministries are asked, how long they take and how often they fail. */
export interface MinistryWatch {
  /** A request that is being sent. */
  visit(ministry: string, origin: string): Visit
  /** Undefined for one that was never asked. */
  seen(ministry: string): MinistrySeen | undefined
}

interface Watched {
  origin: string
  inFlight: number
  readonly traffic: Traffic
  lastAnswerAt: number | undefined
  lastError: { readonly code: ErrorCode; readonly at: number } | undefined
}

/** Ministries that are remembered; then the one that came first is forgotten. */
export const maxMinistries = 500

/** Told of each visit's end, with its milliseconds. */
export type OnVisitEnd = (ministry: string, end: VisitEnd, ms: number) => void

/** Opens the watch of all ministries of a gateway, over every generation of its supergraph. */
export function openMinistryWatch(now: () => number = Date.now, onEnd?: OnVisitEnd): MinistryWatch {
  const watched = new Map<string, Watched>()
  const of = (ministry: string, origin: string): Watched => {
    const known = watched.get(ministry)
    if (known) {
      known.origin = origin
      return known
    }
    const [first] = watched.keys()
    if (first !== undefined && watched.size >= maxMinistries) watched.delete(first)
    const begun = {
      origin,
      inFlight: 0,
      traffic: openTraffic(now),
      lastAnswerAt: undefined,
      lastError: undefined,
    }
    watched.set(ministry, begun)
    return begun
  }

  return {
    visit(ministry, origin) {
      const one = of(ministry, origin)
      const began = performance.now()
      let isOver = false
      one.inFlight++
      return (end) => {
        if (isOver) return
        isOver = true
        one.inFlight--
        const ms = performance.now() - began
        onEnd?.(ministry, end, ms)
        if (end === 'abandoned') {
          one.traffic.note(false)
          return
        }
        const isError = end !== 'answered'
        one.traffic.note(isError, ms)
        if (isError) one.lastError = { code: end, at: now() }
        else one.lastAnswerAt = now()
      }
    },
    seen(ministry) {
      const one = watched.get(ministry)
      if (one === undefined) return undefined
      const { origin, inFlight, traffic, lastAnswerAt, lastError } = one
      return {
        ministry,
        origin,
        inFlight,
        windows: traffic.windows(),
        lastAnswerAt: lastAnswerAt === undefined ? null : new Date(lastAnswerAt).toISOString(),
        lastError: lastError
          ? { code: lastError.code, at: new Date(lastError.at).toISOString() }
          : null,
      }
    },
  }
}
