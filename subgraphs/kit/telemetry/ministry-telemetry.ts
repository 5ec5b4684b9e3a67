import type { Logger } from 'pino'
import type { Telemetry } from '../../../telemetry/telemetry.ts'
import {
  type MinistryMeters,
  ministryMeters,
  type ObservedMinistry,
  observeMinistry,
} from './ministry-meters.ts'
import { type RequestTrace, requestTrace } from './request-trace.ts'
import { openSlowStatements } from './slow-statements.ts'
import { type StatementWatch, statementWatch } from './statement-watch.ts'

export interface MinistryTelemetryOptions extends Partial<Telemetry>, ObservedMinistry {
  readonly ministry: string
  /** Milliseconds from which a statement is logged as slow; absent: none is. */
  readonly slowStatementMs: number | undefined
  readonly log: Logger
}

/** What one request tells of itself. */
export interface ToldRequest {
  readonly trace: RequestTrace | undefined
  readonly statements: StatementWatch | undefined
  /** The request is answered; codes of its errors, each once. */
  end(codes: readonly string[]): void
}

export interface MinistryTelemetry {
  readonly meters: MinistryMeters | undefined
  /** Begins a request of the gateway, whose `traceparent` is the header. */
  begin(requestId: string, header: unknown): ToldRequest
  close(): void
}

/** Opens what a ministry tells of itself: metrics, traces, slow statements. */
export function ministryTelemetry(options: MinistryTelemetryOptions): MinistryTelemetry {
  const { metrics, tracing, ministry, pool, slowStatementMs, log } = options
  const meters = ministryMeters(metrics, ministry)
  const stop = metrics && observeMinistry(metrics, ministry, options)
  const slow =
    slowStatementMs === undefined
      ? undefined
      : openSlowStatements({ pool, log, thresholdMs: slowStatementMs, onSlow: meters?.slow })
  return {
    meters,
    begin(requestId, header) {
      const began = performance.now()
      const trace = requestTrace(tracing, { ministry, requestId, header })
      return {
        trace,
        statements: statementWatch({ requestId, meters, slow, trace }),
        end(codes) {
          meters?.answered(codes, performance.now() - began)
          trace?.end(codes)
        },
      }
    },
    close: () => stop?.(),
  }
}
