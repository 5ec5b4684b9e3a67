/** Milliseconds: what is quicker counts as the first bucket. */
const least = 0.25
/** Each bucket ends a fifth later than the one before, so that a quantile is known within a tenth. */
const growth = 1.2
/** The last one ends beyond ten minutes. */
const buckets = 82
const logGrowth = Math.log(growth)

/** How often durations of each length were seen; of one size, however many they are. */
export type Latencies = Uint32Array

export function emptyLatencies(): Latencies {
  return new Uint32Array(buckets)
}

/** Adds a duration in milliseconds. */
export function noteLatency(latencies: Latencies, ms: number): void {
  const index = ms > least ? Math.ceil(Math.log(ms / least) / logGrowth) : 0
  const place = Math.min(buckets - 1, index)
  latencies[place] = (latencies[place] ?? 0) + 1
}

/** The duration that a share of them (0 to 1) did not pass, milliseconds; undefined where there are none. */
export function quantile(latencies: Latencies, share: number): number | undefined {
  const total = latencies.reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  let left = Math.max(1, Math.ceil(total * share))
  const index = latencies.findIndex((count) => (left -= count) <= 0)
  const middle = index === 0 ? least : least * growth ** (index - 0.5)
  return Math.round(middle * 100) / 100
}
