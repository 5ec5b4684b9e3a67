import { type Span, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { readTraceParent } from '../../../telemetry/trace-parent.ts'
import type { Tracing } from '../../../telemetry/tracing.ts'

/** The trace of one request to a ministry, from its arrival to its statements. */
export interface RequestTrace {
  /** Begins the span of a statement; its text holds placeholders, and no value goes along. */
  statement(text: string): Span
  /** Runs the operation within a span of its own, under which its statements are. */
  resolving<T>(act: () => T): T
  end(codes: readonly string[]): void
}

export interface TraceRequest {
  readonly ministry: string
  readonly requestId: string
  /** The gateway's `traceparent`. */
  readonly header: unknown
}

/**
 * Opens the trace of a request that the gateway traces; undefined for every other. The gateway decides, and its token was
 * verified before.
 */
export function requestTrace(
  tracing: Tracing | undefined,
  { ministry, requestId, header }: TraceRequest,
): RequestTrace | undefined {
  if (tracing === undefined) return undefined
  const parent = readTraceParent(header)
  if (parent === undefined || (parent.traceFlags & TraceFlags.SAMPLED) === 0) return undefined
  const server = tracing.begin('POST /graphql', {
    kind: SpanKind.SERVER,
    parent,
    attributes: { 'lien_thong.ministry': ministry, 'lien_thong.request_id': requestId },
  })
  let within = server
  return {
    statement: (text) =>
      tracing.begin(`${verbOf(text)} ${ministry}`, {
        kind: SpanKind.CLIENT,
        parent: within.spanContext(),
        attributes: { 'db.system.name': 'postgresql', 'db.query.text': text },
      }),
    resolving(act) {
      within = tracing.begin('resolve', {
        kind: SpanKind.INTERNAL,
        parent: server.spanContext(),
      })
      return act()
    },
    end(codes) {
      if (within !== server) within.end()
      if (codes.length > 0) {
        server.setAttribute('lien_thong.error_codes', [...codes])
        server.setStatus({ code: SpanStatusCode.ERROR })
      }
      server.end()
    },
  }
}

function verbOf(text: string): string {
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL'
}
