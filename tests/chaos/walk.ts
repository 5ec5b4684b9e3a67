import { setTimeout as sleep } from 'node:timers/promises'
import { openLoop, quantile } from '../bench/open-loop.ts'
import { type FaultHouse, timeUntil } from '../support/fault-house.ts'
import { processFacts } from '../support/process-facts.ts'
import { type Fault, landReport, othersReport } from './fault.ts'

export interface WalkOptions {
  /** Seconds that a fault lasts. */
  readonly seconds: number
  /** Requests a second without land; as many again in five ask for land, too. */
  readonly rate: number
}

/** What one fault did. */
export interface Walked {
  readonly fault: string
  /** Distinct outcomes of requests that ask for land, with their number, the most frequent first. */
  readonly got: readonly (readonly [outcome: string, count: number])[]
  /** Those that the fault may have. */
  readonly isAsTold: boolean
  /** The longest that anybody waited who asked for land, milliseconds. */
  readonly longestMs: number
  /** Until the report was whole again, milliseconds. */
  readonly normalMs: number
  /** Of those who asked without land: 99 % were answered within, milliseconds, without and with the fault. */
  readonly calmP99Ms: number
  readonly p99Ms: number
  /** Those among them whose answer was not whole. */
  readonly hurt: number
}

/** Breaks one thing under load for a while, and measures what it does to everybody. */
export async function walk(house: FaultHouse, fault: Fault, options: WalkOptions): Promise<Walked> {
  const { seconds, rate } = options
  const withoutLand = () =>
    openLoop({ rate, seconds }, async () => {
      const { errors } = await house.ask(othersReport)
      return { outcome: errors.length === 0 ? 'good' : 'failed' }
    })
  const calm = await withoutLand()
  const got = new Map<string, number>()
  let longestMs = 0
  const withLand = () =>
    openLoop({ rate: rate / 5, seconds }, async () => {
      const { errors, ms } = await house.ask(landReport)
      const outcome = errors.join()
      got.set(outcome, (got.get(outcome) ?? 0) + 1)
      longestMs = Math.max(longestMs, ms)
      return { outcome: fault.told.includes(outcome) ? 'good' : 'failed' }
    })
  const beginning = fault.begin(house)
  const [rough] = await Promise.all([withoutLand(), beginning.then(withLand)])
  await fault.end(house)
  const isWhole = async (): Promise<boolean> => {
    const { errors, provenance } = await house.ask(landReport)
    return errors.length === 0 && provenance['reference']?.['stale'] !== true
  }
  return {
    fault: fault.name,
    got: [...got].sort(([, a], [, b]) => b - a),
    isAsTold: [...got.keys()].every((outcome) => fault.told.includes(outcome)),
    longestMs,
    normalMs: await timeUntil(isWhole),
    calmP99Ms: quantile(calm.latencies.good, 0.99),
    p99Ms: quantile(rough.latencies.good, 0.99),
    hurt: rough.latencies.failed.length,
  }
}

/** What the gateway holds, and connections to land's database, once nobody asks and all callers have hung up. */
export async function held(house: FaultHouse, connections: () => Promise<number>) {
  await house.hangUp()
  // Until the gateway has seen it.
  await sleep(500)
  const facts = await processFacts(house.gateway().child.pid ?? 0)
  return { ...facts, connections: await connections() }
}
