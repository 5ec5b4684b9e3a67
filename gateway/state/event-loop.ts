import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the event loop was in the last whole stretch, milliseconds. */
export interface LoopDelay {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

export interface EventLoop {
  /** Null in the first ten seconds. */
  delay(): LoopDelay | null
  /** Milliseconds that whoever came since this was asked last found it late, in the mean; for one who asks. */
  lateMs(): number
  close(): void
}

/** Milliseconds of one stretch, and between two looks of the runtime. */
const stretchMs = 10_000
const resolutionMs = 20
/** The same for who asks many times in a second. */
const fineMs = 10

/** Opens the watch of this thread's event loop; the runtime counts outside of JavaScript. */
export function openEventLoop(): EventLoop {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  const fine = monitorEventLoopDelay({ resolution: fineMs })
  histogram.enable()
  fine.enable()
  let last: LoopDelay | null = null
  const timer = setInterval(() => {
    last = {
      p50Ms: late(histogram.percentile(50)),
      p99Ms: late(histogram.percentile(99)),
      maxMs: late(histogram.max),
    }
    histogram.reset()
  }, stretchMs)
  timer.unref()
  return {
    delay: () => last,
    lateMs() {
      const value = meanLate(fine)
      fine.reset()
      return value
    },
    close() {
      clearInterval(timer)
      fine.disable()
      histogram.disable()
    },
  }
}

/** It measures the whole pause, nanoseconds; what is over the resolution is delay, milliseconds. */
function late(nanoseconds: number): number {
  return Math.max(0, Math.round((nanoseconds / 1e6 - resolutionMs) * 10) / 10)
}

/**
 * Between two looks there are gaps; whoever comes at any moment falls into a long one more often, and waits for the rest
 * of it: in the mean E(gap²) / 2 E(gap), of which the timer's own half is none.
 */
function meanLate({ count, mean, stddev }: IntervalHistogram): number {
  if (count === 0) return 0
  const rest = (mean ** 2 + stddev ** 2) / (2 * mean)
  return Math.max(0, rest / 1e6 - fineMs / 2)
}
