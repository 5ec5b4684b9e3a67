import { setTimeout as sleep } from 'node:timers/promises'
import { openLoop } from '../bench/open-loop.ts'
import { type FaultHouse, timeUntil } from '../support/fault-house.ts'
import { processFacts } from '../support/process-facts.ts'
import { type Fault, landReport, othersReport } from './fault.ts'

export interface WalkOptions {
  /** Times that a fault comes and goes: calm and fault in turns, so that both see the same machine. */
  readonly rounds: number
  /** Seconds that it lasts each time, and the calm before it. */
  readonly seconds: number
  /** Requests a second without land; a fifth of that many beside them ask for land, too. */
  readonly rate: number
}

/** What one fault did. */
export interface Walked {
  readonly fault: string
  /** Distinct outcomes of requests that ask for land, with their number, the most frequent first. */
  readonly got: readonly (readonly [outcome: string, count: number])[]
  /** Those that the fault may have, and nobody else had another. */
  readonly isAsTold: boolean
  /** The longest that anybody waited who asked for land, milliseconds. */
  readonly longestMs: number
  /** Until the report was whole again, milliseconds; the longest of the rounds. */
  readonly normalMs: number
  /** Milliseconds of those who asked without land and were answered whole, without and with the fault. */
  readonly calm: readonly number[]
  readonly rough: readonly number[]
  /** Those among them whose answer was not whole though the fault is none of theirs. */
  readonly hurt: number
}

/** Both reports asked side by side for a while: that without land while it breaks, that with land when it is broken. */
async function load(house: FaultHouse, fault: Fault, { seconds, rate }: WalkOptions) {
  const got = new Map<string, number>()
  let longestMs = 0
  const { told, toldOthers = [''] } = fault
  const beginning = fault.begin(house)
  const asksOthers = openLoop({ rate, seconds }, async () => {
    const outcome = (await house.ask(othersReport)).errors.join()
    if (outcome === '') return { outcome: 'good' }
    return { outcome: toldOthers.includes(outcome) ? 'refused' : 'failed' }
  })
  const asksLand = () =>
    openLoop({ rate: rate / 5, seconds }, async () => {
      const { errors, ms } = await house.ask(landReport)
      const outcome = errors.join()
      got.set(outcome, (got.get(outcome) ?? 0) + 1)
      longestMs = Math.max(longestMs, ms)
      return { outcome: told.includes(outcome) ? 'good' : 'failed' }
    })
  const [others] = await Promise.all([asksOthers, beginning.then(asksLand)])
  return { others: others.latencies, got, longestMs }
}

/** Breaks one thing under load, several times, and measures what it does to everybody. */
export async function walk(house: FaultHouse, fault: Fault, options: WalkOptions): Promise<Walked> {
  const isWhole = async (): Promise<boolean> => {
    const { errors, provenance } = await house.ask(landReport)
    return errors.length === 0 && provenance['reference']?.['stale'] !== true
  }
  const nothing: Fault = { name: 'calm', told: [''], begin: async () => {}, end: async () => {} }
  const got = new Map<string, number>()
  const calm: number[] = []
  const rough: number[] = []
  let [longestMs, normalMs, hurt] = [0, 0, 0]
  for (let round = 0; round < options.rounds; round++) {
    const quiet = await load(house, nothing, options)
    calm.push(...quiet.others.good)
    const seen = await load(house, fault, options)
    rough.push(...seen.others.good)
    hurt += quiet.others.failed.length + seen.others.failed.length
    longestMs = Math.max(longestMs, seen.longestMs)
    for (const [outcome, count] of seen.got) got.set(outcome, (got.get(outcome) ?? 0) + count)
    await fault.end(house)
    normalMs = Math.max(normalMs, await timeUntil(isWhole))
  }
  return {
    fault: fault.name,
    got: [...got].sort(([, a], [, b]) => b - a),
    isAsTold: hurt === 0 && [...got.keys()].every((outcome) => fault.told.includes(outcome)),
    longestMs,
    normalMs,
    calm,
    rough,
    hurt,
  }
}

/** What the gateway holds, and connections to land's database, once nobody asks and all callers have hung up. */
export async function held(house: FaultHouse, connections: () => Promise<number>) {
  await house.hangUp()
  // Idle connections are dropped after 4 s, the database's after 10.
  await sleep(15_000)
  const facts = await processFacts(house.gateway().child.pid ?? 0)
  return { ...facts, connections: await connections() }
}
