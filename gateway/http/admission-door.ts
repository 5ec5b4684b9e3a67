import type { Place } from '../execution/ministry-queue.ts'
import type { EventLoop } from '../state/event-loop.ts'
import { emptyLatencies, noteLatency, quantile } from '../state/latencies.ts'
import { type AtOnce, type AtOnceBounds, atOnceAfter, firstAtOnce } from './at-once.ts'

/** How requests for data come in. */
export interface AdmissionState {
  /** Requests that are worked on at once, at most, as it was learned. */
  readonly limit: number
  readonly working: number
  /** Those that wait for their turn at the door. */
  readonly waiting: number
  /** Since the process began. */
  readonly refused: number
}

/** One who came in; each step counts once. */
export interface Admitted extends Place {
  /** Milliseconds that it waited. */
  readonly waitedMs: number
  /** Its answer is made; others may be worked on. */
  readonly worked: () => void
  /** Its connection has the answer, or is gone. */
  readonly ended: () => void
}

export interface Admission {
  /** Whether whoever comes now would be refused at once; if so it is. */
  readonly turnsAway: () => boolean
  /** Lets one in, at once or after a wait; undefined: it is refused, at once unless what is ahead of it got slower. */
  readonly enter: (leaving: Leaving) => Admitted | undefined | Promise<Admitted | undefined>
  /** Looks at what went on since the last time; to be called every `lookMs`. */
  readonly look: () => void
  readonly state: () => AdmissionState
}

/** Calls back when who waits goes away. */
export type Leaving = (left: () => void) => void

export interface AdmissionParts {
  /** Requests that are open at once, at most: those whose answers are being sent count too. */
  readonly most: number
  /** Milliseconds that one waits at the door, at most; 0: nobody does. */
  readonly waitMs: number
  readonly loop: Pick<EventLoop, 'lateMs'>
  readonly now?: () => number
}

export const lookMs = 100

/** Never fewer at once, unless the most is. */
const least = 8
/** Ended requests from which is told how long they take. */
const enough = 10
/** Milliseconds after which a limit is judged though few have ended. */
const longestTurnMs = 2000
/** Of the wait: who would wait longer by what is known is refused at once. */
const foreseen = 0.5
/** Weight of the last look in the rate at which requests end. */
const weight = 0.2

interface Waiter {
  readonly since: number
  readonly end: (admitted: Admitted | undefined) => void
}

/** Opens a door. Its cost for a request is some microseconds, and none of it depends on how many wait. */
export function openAdmission(parts: AdmissionParts): Admission {
  const { most, waitMs, loop, now = () => performance.now() } = parts
  const bounds: AtOnceBounds = { least: Math.min(least, most), most }
  const waiters = new Set<Waiter>()
  const count = { working: 0, open: 0, refused: 0, ended: 0, used: 0 }
  let atOnce: AtOnce = firstAtOnce(bounds)
  let took = emptyLatencies()
  let judged = 0
  let decidedAt = now()
  let lookedAt = decidedAt
  /** Milliseconds that the half of those took who were judged last. */
  let turnMs = lookMs
  /** Requests that end in a millisecond while as many as may be are worked on; undefined until some have. */
  let rate: number | undefined
  let isBusy = false

  const isFree = (): boolean => count.working < atOnce.limit && count.open < most
  const admitted = (since: number): Admitted => {
    const at = now()
    count.open++
    count.used = Math.max(count.used, ++count.working)
    let [isWorking, isOpen, resting] = [true, true, 0]
    let [restsSince, restedMs] = [0, 0]
    const worked = (): void => {
      if (!isWorking) return
      isWorking = false
      if (resting === 0) count.working--
      count.ended++
      // Those who came in under a former limit tell nothing about this one.
      if (at >= decidedAt) {
        if (resting > 0) restedMs += now() - restsSince
        noteLatency(took, now() - at - restedMs)
        judged++
      }
      letIn()
    }
    return {
      waitedMs: at - since,
      worked,
      rest() {
        if (resting++ === 0 && isWorking) {
          restsSince = now()
          count.working--
          letIn()
        }
        return () => {
          if (--resting > 0 || !isWorking) return
          restedMs += now() - restsSince
          count.working++
        }
      },
      ended() {
        if (!isOpen) return
        isOpen = false
        count.open--
        worked()
        letIn()
      },
    }
  }
  const letIn = (): void => {
    for (const waiter of waiters) {
      if (!isFree()) return
      waiters.delete(waiter)
      waiter.end(admitted(waiter.since))
    }
  }
  /** As many as end within the time that one is let wait; whoever comes, until that is known. */
  const mayWait = (): number => (waitMs === 0 ? 0 : (rate ?? Infinity) * waitMs * foreseen)
  const decide = (at: number): void => {
    const tookMs = judged >= enough ? quantile(took, 0.25) : undefined
    const { used } = count
    atOnce = atOnceAfter(atOnce, { lateMs: loop.lateMs(), tookMs, used }, bounds)
    turnMs = quantile(took, 0.5) ?? lookMs
    took = emptyLatencies()
    judged = 0
    count.used = count.working
    decidedAt = at
  }

  const turnsAway = (): boolean => {
    if (waiters.size === 0 && isFree()) return false
    isBusy = true
    if (waiters.size < mayWait()) return false
    count.refused++
    return true
  }

  return {
    turnsAway,
    enter(leaving) {
      const since = now()
      if (waiters.size === 0 && isFree()) return admitted(since)
      if (turnsAway()) return undefined
      return new Promise((resolve) => {
        const waiter: Waiter = { since, end: resolve }
        waiters.add(waiter)
        leaving(() => {
          if (waiters.delete(waiter)) resolve(undefined)
        })
      })
    },
    look() {
      const at = now()
      if (isBusy && (rate !== undefined || count.ended > 0)) {
        const current = count.ended / Math.max(1, at - lookedAt)
        rate = rate === undefined ? current : rate + (current - rate) * weight
      }
      count.ended = 0
      lookedAt = at
      isBusy = waiters.size > 0
      for (const waiter of waiters) {
        if (at - waiter.since < waitMs) break
        waiters.delete(waiter)
        count.refused++
        waiter.end(undefined)
      }
      // A limit is judged by those who came in under it, not by the quickest of them alone.
      const hasTurned = judged >= enough && at - decidedAt >= turnMs
      if (hasTurned || at - decidedAt >= longestTurnMs) decide(at)
      letIn()
    },
    state: () => ({
      limit: atOnce.limit,
      working: count.working,
      waiting: waiters.size,
      refused: count.refused,
    }),
  }
}
