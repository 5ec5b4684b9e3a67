import { emptyLatencies, type Latencies, noteLatency, quantile } from './latencies.ts'

/** What happened in one of the last stretches of time. */
export interface TrafficWindow {
  readonly minutes: number
  readonly requests: number
  readonly errors: number
  /** Of those that were answered or failed, milliseconds within a tenth; null where there were none. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

/** Counts and durations of the last hour. */
export interface Traffic {
  /** One request, or `count` that took as long together; without `ms` their duration does not count. */
  note(isError: boolean, ms?: number, count?: number): void
  /** The last 1, 15 and 60 minutes, the begun stretch included. */
  windows(): readonly TrafficWindow[]
}

interface Slot {
  /** Number of the stretch since the epoch. */
  stretch: number
  requests: number
  errors: number
  latencies: Latencies
}

interface Ring {
  readonly slotMs: number
  readonly slots: (Slot | undefined)[]
}

const minuteMs = 60_000

/** One minute is known by ten-second stretches, what is longer by minutes: 66 stretches in all. */
const windowsOf = [
  { minutes: 1, ring: 0, slots: 6 },
  { minutes: 15, ring: 1, slots: 15 },
  { minutes: 60, ring: 1, slots: 60 },
] as const

/** Opens counts of bounded size: 30 KB where each stretch of the last hour saw something. */
export function openTraffic(now: () => number = () => performance.now()): Traffic {
  const rings: readonly Ring[] = [
    { slotMs: minuteMs / 6, slots: Array.from({ length: 6 }) },
    { slotMs: minuteMs, slots: Array.from({ length: 60 }) },
  ]
  return {
    note(isError, ms, count = 1) {
      const at = now()
      for (const ring of rings) {
        const slot = slotAt(ring, at)
        slot.requests += count
        if (isError) slot.errors += count
        if (ms !== undefined) noteLatency(slot.latencies, ms)
      }
    },
    windows() {
      const at = now()
      return windowsOf.map(({ minutes, ring, slots }) => {
        const { slotMs, slots: all } = rings[ring] ?? { slotMs: 1, slots: [] }
        const first = Math.floor(at / slotMs) - slots
        return windowOf(
          minutes,
          all.filter((slot) => slot !== undefined && slot.stretch > first),
        )
      })
    },
  }
}

function slotAt({ slotMs, slots }: Ring, at: number): Slot {
  const stretch = Math.floor(at / slotMs)
  const place = stretch % slots.length
  const slot = (slots[place] ??= { stretch, requests: 0, errors: 0, latencies: emptyLatencies() })
  if (slot.stretch !== stretch) {
    Object.assign(slot, { stretch, requests: 0, errors: 0 })
    slot.latencies.fill(0)
  }
  return slot
}

function windowOf(minutes: number, slots: readonly (Slot | undefined)[]): TrafficWindow {
  const latencies = emptyLatencies()
  let requests = 0
  let errors = 0
  for (const slot of slots) {
    if (slot === undefined) continue
    requests += slot.requests
    errors += slot.errors
    // An iterator here takes ten times as long, for each stretch of each ministry.
    for (let index = 0; index < latencies.length; index++)
      latencies[index] = (latencies[index] ?? 0) + (slot.latencies[index] ?? 0)
  }
  const p50Ms = quantile(latencies, 0.5) ?? null
  const p99Ms = quantile(latencies, 0.99) ?? null
  return { minutes, requests, errors, p50Ms, p99Ms }
}
