import { endOfVietNamDay } from '../../auth/viet-nam-day.ts'
import { CodedError } from '../../schema/errors.ts'
import type { ConsumerLimits } from './consumer-limits.ts'
import type { Counters, Taken } from './counters.ts'
import { rateLimited, type Standing } from './standing.ts'

/** What one request may take of its consumer's rates, and what it has taken. */
export interface Allowance {
  standings(): readonly Standing[]
  /** How the consumer stands at this moment; takes nothing. */
  look(): Promise<readonly Standing[]>
  /** Takes one request. Fails with RATE_LIMITED. */
  takeRequest(): Promise<void>
  /** Takes objects that may be answered. Fails with RATE_LIMITED, or COST_EXCEEDED for more than a minute has. */
  takeCost(estimated: number): Promise<void>
  /** What was really answered takes the place of the estimate. Never fails, and nobody waits for it. */
  settle(actual: number): void
  /** Takes the persons whose records an answer holds. Fails with RATE_LIMITED: then it must not leave. */
  takePersons(persons: ReadonlySet<string>): Promise<void>
}

export interface AllowanceParts {
  readonly counters: Counters
  readonly limits: ConsumerLimits
  /** The consumer's name among the counts: nobody can tell from it who that is. */
  readonly consumer: string
  /** The same of the person or application that reads, through whatever application. */
  readonly reader: string
  /** An export goes on when a minute is used up, but what it takes counts. */
  readonly goesOn: boolean
  readonly onRefused: (policy: Standing['policy']) => void
}

export const minuteMs = 60_000

/** Opens what a request may take. */
export function openAllowance(parts: AllowanceParts): Allowance {
  const { counters, limits, consumer, reader, goesOn } = parts
  const standings = new Map<Standing['policy'], Standing>()
  let costTaken = 0

  const stand = (standing: Standing, isTaken: boolean, got: number): void => {
    standings.set(standing.policy, standing)
    if (isTaken) return
    parts.onRefused(standing.policy)
    throw rateLimited(standing, got, [...standings.values()])
  }
  const inMinute = async (
    policy: 'requests' | 'cost',
    amount: number,
    most: number,
  ): Promise<void> => {
    const taken = await counters.take({
      key: `${policy}:${consumer}`,
      amount,
      most: goesOn ? Number.MAX_SAFE_INTEGER : most,
      windowMs: minuteMs,
    })
    const got = taken.isTaken ? taken.used : taken.used + amount
    stand(minuteStanding(policy, most, taken), taken.isTaken, got)
  }
  return {
    standings: () => [...standings.values()],
    async look() {
      const policies = [
        ['requests', limits.requestsPerMinute],
        ['cost', limits.costPerMinute],
      ] as const
      const looked = policies.map(async ([policy, most]) => {
        const key = `${policy}:${consumer}`
        const nothing = { key, amount: 0, most: Number.MAX_SAFE_INTEGER, windowMs: minuteMs }
        return minuteStanding(policy, most, await counters.take(nothing))
      })
      return await Promise.all(looked)
    },
    takeRequest: () => inMinute('requests', 1, limits.requestsPerMinute),
    async takeCost(estimated) {
      const { costPerMinute: budget } = limits
      if (!goesOn && estimated > budget)
        throw new CodedError(
          'COST_EXCEEDED',
          `The answer may hold ${estimated} objects; expected at most ${budget} in a minute. Ask for fewer rows, or in parts.`,
          { estimated, budget },
        )
      await inMinute('cost', estimated, budget)
      costTaken = estimated
    },
    settle(actual) {
      const by = actual - costTaken
      costTaken = actual
      const standing = standings.get('cost')
      if (by === 0 || standing === undefined) return
      const left = Math.min(standing.most, Math.max(0, standing.left - by))
      standings.set('cost', { ...standing, left })
      // Insured counters fail at nothing but a mistake, which costs a correction and no answer.
      counters.correct(`cost:${consumer}`, by).catch(() => undefined)
    },
    async takePersons(persons) {
      if (persons.size === 0) return
      const most = limits.personsPerDay
      const now = Date.now()
      const endsAt = endOfVietNamDay(now)
      const { isTaken, count } = await counters.addPersons({
        key: `persons:${endsAt / 1000}:${reader}`,
        persons: [...persons],
        most,
        forMs: endsAt - now,
      })
      const left = Math.max(0, most - count)
      const resetSeconds = Math.max(1, Math.ceil((endsAt - now) / 1000))
      stand({ policy: 'persons', most, windowSeconds: 86_400, left, resetSeconds }, isTaken, count)
    },
  }
}

/** How someone stands after a count of one minute. */
export function minuteStanding(
  policy: Standing['policy'],
  most: number,
  { used, resetMs }: Pick<Taken, 'used' | 'resetMs'>,
): Standing {
  return {
    policy,
    most,
    windowSeconds: minuteMs / 1000,
    left: Math.max(0, most - used),
    resetSeconds: Math.max(1, Math.ceil(resetMs / 1000)),
  }
}
