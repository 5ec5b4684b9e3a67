import type { Metrics } from './instruments.ts'
import type { Tracing } from './tracing.ts'

/** What a process tells of itself; each part is absent where nobody asked for it, and then costs nothing. */
export interface Telemetry {
  readonly metrics: Metrics | undefined
  readonly tracing: Tracing | undefined
}
