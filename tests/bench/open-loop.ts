/** What a load did. */
export interface LoadResult {
  readonly sent: number
  /** Answers that were not as expected, and requests that got none. */
  readonly failed: number
  readonly seconds: number
  /** Milliseconds from question to answer. */
  readonly latencies: number[]
}

/** How often it is looked how many requests are due, milliseconds. */
const tickMs = 10

/**
 * Asks at a rate, whether or not earlier questions are answered: a server that pauses finds all that was due. `ask`
 * says whether the answer was the expected one.
 */
export function openLoop(
  ask: () => Promise<boolean>,
  rate: number,
): { readonly stop: () => Promise<LoadResult> } {
  const began = performance.now()
  const open = new Set<Promise<void>>()
  const latencies: number[] = []
  let sent = 0
  let failed = 0
  const one = async (): Promise<void> => {
    const asked = performance.now()
    const isGood = await ask().catch(() => false)
    if (!isGood) failed++
    latencies.push(performance.now() - asked)
  }
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * rate
    for (; sent < due; sent++) {
      const request = one().finally(() => open.delete(request))
      open.add(request)
    }
  }, tickMs)
  return {
    async stop() {
      clearInterval(timer)
      const seconds = (performance.now() - began) / 1000
      await Promise.all(open)
      return { sent, failed, seconds, latencies }
    },
  }
}
