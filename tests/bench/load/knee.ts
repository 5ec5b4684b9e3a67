import { type LoadResult, openLoop, quantile } from '../open-loop.ts'
import type { Asker } from './asker.ts'

/** Seconds of one step on the way to the knee. */
export const stepSeconds = 8
export const startRate = 20
/** Milliseconds; whoever waits longer has gone away: what is answered later is worth nothing. */
export const usefulMs = 2000
/** At the knee almost all are answered, in a time that nobody calls waiting. */
const kneeShare = 0.99
const kneeP99Ms = 500

/** The highest rate at which almost all are answered in time: up by halves, then closer. */
export async function kneeOf({ ask }: Asker): Promise<number> {
  const holds = async (rate: number): Promise<boolean> => {
    const result = await openLoop({ rate, seconds: stepSeconds }, ask)
    const { good, refused, failed } = result.latencies
    const all = good.length + refused.length + failed.length
    const p99 = quantile(good, 0.99)
    note(rate, result)
    return good.length / all >= kneeShare && p99 <= kneeP99Ms
  }
  let low = startRate
  let high = startRate * 1.5
  while (await holds(high)) [low, high] = [high, high * 1.5]
  for (let i = 0; i < 3; i++) {
    const middle = (low + high) / 2
    if (await holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** Prints what one load did, and whether this process kept up with it. */
export function note(rate: number, result: LoadResult): void {
  const { seconds, latencies, late, ownShare, faults } = result
  const { good, refused, failed } = latencies
  const said = [...faults].map(([fault, times]) => `${fault} × ${times}`).slice(0, 5)
  console.log(
    [
      `${rate.toFixed(0)} requests/s for ${seconds.toFixed(0)} s:`,
      `${good.length} good, p50 ${quantile(good, 0.5).toFixed(0)} p99 ${quantile(good, 0.99).toFixed(0)} ms;`,
      `${refused.length} refused, p99 ${quantile(refused, 0.99).toFixed(0)} ms;`,
      `${failed.length} failed; asked late p99 ${quantile(late, 0.99).toFixed(0)} ms,`,
      `by ${(ownShare * 100).toFixed(0)} % of a processor`,
      ...said,
    ].join(' '),
  )
}
