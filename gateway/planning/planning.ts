import type { QueryPlan } from '@apollo/query-planner'
import { LRUCache } from 'lru-cache'
import { CodedError } from '../../schema/errors.ts'
import { documentText } from '../document/document-text.ts'
import { type LaneReply, openPlanningLane } from './planning-lane.ts'
import type { OperationText } from './plan-messages.ts'
import type { Planner } from './planner.ts'

/** Told of each operation that was planned, or was not, with its milliseconds, the wait included. */
export type OnPlanned = (
  lane: LaneState['lane'],
  outcome: 'planned' | 'refused' | 'failed',
  ms: number,
) => void

export interface PlanningLimits {
  /** Milliseconds that one operation may be planned. */
  readonly planMs: number
  /** Operations that wait to be planned, at most. */
  readonly maxWaiting: number
  /** Heap of one planning thread, 2²⁰ bytes. */
  readonly heapMegabytes: number
}

/** One of the two threads: what it is doing. */
export interface LaneState {
  readonly lane: 'small' | 'large'
  readonly isWorking: boolean
  readonly waiting: number
  /** Beyond it a new document is RATE_LIMITED. */
  readonly maxWaiting: number
}

/** Planning in threads of its own, for all generations of a gateway. */
export interface Planning {
  /** Opens the planner of a supergraph. Throws an Error when it cannot be read. */
  open(supergraphSdl: string): Promise<Planner>
  lanes(): readonly LaneState[]
  close(): Promise<void>
}

/**
 * Characters, without blanks, of an operation that is planned beside the others, in a second thread: what takes longer than some
 * milliseconds must not hold up the rest.
 */
const largeCharacters = 2048

/** Operations whose refusal is remembered, and for how many milliseconds. */
const maxRefused = 1000
const refusedMs = 10 * 60_000

/**
 * Opens planning. Operations are planned in two threads, small and large ones apart, so that neither the event loop
 * nor a small operation waits for a large one. A plan that takes too long or too much memory ends its thread and is
 * refused with COST_EXCEEDED, at once when it is asked for again: the operation is at fault, not the moment. Where too
 * many wait already it is RATE_LIMITED.
 */
export function openPlanning(limits: PlanningLimits, onPlanned?: OnPlanned): Planning {
  const supergraphs = new Map<number, string>()
  const [small, large] = [1, 2].map(() => openPlanningLane({ ...limits, supergraphs }))
  if (!small || !large) throw new Error('expected two lanes')
  let planners = 0
  small.start()

  return {
    async open(supergraphSdl) {
      const planner = ++planners
      supergraphs.set(planner, supergraphSdl)
      const opened = await small.open(planner)
      if ('failure' in opened || 'ended' in opened) supergraphs.delete(planner)
      if ('failure' in opened) throw new Error(opened.failure)
      if ('ended' in opened) throw new Error(`the planning thread ended: ${opened.ended}`)
      const refused = new LRUCache<string, CodedError>({ max: maxRefused, ttl: refusedMs })
      const waiting = new Map<string, Promise<QueryPlan>>()

      const planned = async (operation: OperationText, key: string): Promise<QueryPlan> => {
        const isLarge = operation.text.length > largeCharacters
        const lane = isLarge ? large : small
        const began = performance.now()
        const note = (outcome: 'planned' | 'refused' | 'failed'): void =>
          onPlanned?.(isLarge ? 'large' : 'small', outcome, performance.now() - began)
        if (lane.waiting() >= limits.maxWaiting)
          throw new CodedError('RATE_LIMITED', 'Too many new documents wait to be planned.', {
            retryAfterSeconds: 1,
          })
        const reply = await lane.plan(planner, operation)
        if ('plan' in reply && reply.plan !== undefined) {
          note('planned')
          // It was written by JSON.stringify of a plan.
          return JSON.parse(reply.plan) as QueryPlan
        }
        const error = failureOf(reply)
        note(error instanceof CodedError ? 'refused' : 'failed')
        if (error instanceof CodedError) refused.set(key, error)
        throw error
      }

      return {
        async plan(document, operationName) {
          const operation = { text: documentText(document), operationName }
          const key = `${operationName ?? ''}\n${operation.text}`
          const refusal = refused.get(key)
          if (refusal) throw refusal
          const known = waiting.get(key)
          if (known) return await known
          const plan = planned(operation, key)
          waiting.set(key, plan)
          try {
            return await plan
          } finally {
            waiting.delete(key)
          }
        },
        async close() {
          supergraphs.delete(planner)
          for (const lane of [small, large]) lane.drop(planner)
        },
      }
    },
    lanes: () =>
      (
        [
          ['small', small],
          ['large', large],
        ] as const
      ).map(([lane, one]) => ({
        lane,
        isWorking: one.isWorking(),
        waiting: one.waiting(),
        maxWaiting: limits.maxWaiting,
      })),
    async close() {
      await Promise.all([small.close(), large.close()])
    },
  }
}

function failureOf(reply: LaneReply): Error {
  if ('failure' in reply) return new Error(reply.failure)
  if ('refusal' in reply) return new CodedError('GRAPHQL_VALIDATION_FAILED', reply.refusal)
  const why = 'ended' in reply ? reply.ended : 'empty'
  if (why === 'late' || why === 'memory')
    return new CodedError(
      'COST_EXCEEDED',
      `The document takes too much ${why === 'late' ? 'time' : 'memory'} to plan; ask for less at once.`,
    )
  return new Error(`the planning thread ended: ${why}`)
}
