import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the event loop was in the last whole stretch, milliseconds. */
export interface LoopDelay {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

export interface EventLoop {
  /** Null in the first ten seconds. */
  delay(): LoopDelay | null
  close(): void
}

/** Milliseconds of one stretch, and between two looks of the runtime. */
const stretchMs = 10_000
const resolutionMs = 20

/** Opens the watch of this thread's event loop; the runtime counts outside of JavaScript. */
export function openEventLoop(): EventLoop {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
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
    close() {
      clearInterval(timer)
      histogram.disable()
    },
  }
}

/** It measures the whole pause, nanoseconds; what is over the resolution is delay, milliseconds. */
function late(nanoseconds: number): number {
  return Math.max(0, Math.round((nanoseconds / 1e6 - resolutionMs) * 10) / 10)
}
