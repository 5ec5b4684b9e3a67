/** What became of one request. */
export type Outcome =
  /** Answered as expected. */
  | 'good'
  /** Refused for the load alone: 429, or 503 with when to come again. */
  | 'refused'
  | 'failed'

/** What a load did. Latencies are milliseconds from when a request was due, which its server's pauses do not shift. */
export interface LoadResult {
  readonly seconds: number
  readonly latencies: Readonly<Record<Outcome, readonly number[]>>
  /** Milliseconds that questions were asked late: what this process itself adds to the latencies. */
  readonly late: readonly number[]
  /** Of a processor, what this process used. */
  readonly ownShare: number
  /** By name of the question: what its failures were, with their number. */
  readonly faults: ReadonlyMap<string, number>
}

export interface Asked {
  readonly outcome: Outcome
  /** What failed, in few words. */
  readonly fault?: string
}

export interface OpenLoop {
  /** Requests a second, evenly spaced. */
  readonly rate: number
  readonly seconds: number
}

/** How often it is looked how many requests are due, milliseconds. */
const tickMs = 1

/**
 * Asks at a constant rate, whether or not earlier questions are answered: a server that pauses finds all that was due,
 * and those who waited are counted as waiting (no coordinated omission).
 */
export async function openLoop(
  { rate, seconds }: OpenLoop,
  ask: () => Promise<Asked>,
): Promise<LoadResult> {
  const latencies: Record<Outcome, number[]> = { good: [], refused: [], failed: [] }
  const faults = new Map<string, number>()
  const open = new Set<Promise<void>>()
  const late: number[] = []
  const before = process.cpuUsage()
  const began = performance.now()
  const one = async (due: number): Promise<void> => {
    late.push(performance.now() - due)
    const { outcome, fault } = await ask().catch((error: unknown): Asked => {
      return { outcome: 'failed', fault: error instanceof Error ? error.message : String(error) }
    })
    latencies[outcome].push(performance.now() - due)
    if (fault !== undefined) faults.set(fault, (faults.get(fault) ?? 0) + 1)
  }
  const all = Math.floor(rate * seconds)
  await new Promise<void>((resolve) => {
    let sent = 0
    const timer = setInterval(() => {
      const due = Math.min(all, ((performance.now() - began) / 1000) * rate)
      for (; sent < due; sent++) {
        const request = one(began + (sent / rate) * 1000).finally(() => open.delete(request))
        open.add(request)
      }
      if (sent < all) return
      clearInterval(timer)
      resolve()
    }, tickMs)
  })
  const elapsed = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  await Promise.all(open)
  return { seconds: elapsed, latencies, late, ownShare: (user + system) / 1e6 / elapsed, faults }
}

/** The value below which a share of the values lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
