import { SpanStatusCode } from '@opentelemetry/api'
import type { MinistryMeters } from './ministry-meters.ts'
import type { RequestTrace } from './request-trace.ts'
import type { SlowStatements } from './slow-statements.ts'

/** Told of a statement that is sent; answers how its end is told. */
export type StatementWatch = (text: string) => (end: StatementEnd) => void

/** Rows that it answered, or what failed. */
export type StatementEnd = { readonly rows: number } | { readonly error: unknown }

export interface StatementWatchOptions {
  readonly requestId: string
  readonly meters: MinistryMeters | undefined
  readonly slow: SlowStatements | undefined
  readonly trace: RequestTrace | undefined
}

/** Watches the statements of one request; undefined where nobody listens. */
export function statementWatch({
  requestId,
  meters,
  slow,
  trace,
}: StatementWatchOptions): StatementWatch | undefined {
  if (meters === undefined && slow === undefined && trace === undefined) return undefined
  return (text) => {
    const began = performance.now()
    const span = trace?.statement(text)
    return (end) => {
      const ms = performance.now() - began
      meters?.statement('rows' in end ? 'ok' : 'failed', ms)
      slow?.note({ text, ms, requestId })
      if (span === undefined) return
      if ('rows' in end) span.setAttribute('db.response.returned_rows', end.rows)
      else
        span
          .setAttribute('error.type', stateOf(end.error))
          .setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    }
  }
}

/** SQLSTATE, or the system's code; a message may hold a value. */
function stateOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
