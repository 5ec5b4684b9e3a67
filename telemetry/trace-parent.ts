import { type SpanContext, TraceFlags, isSpanContextValid } from '@opentelemetry/api'

const shape = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-|$)/

/**
 * The place in a trace that a `traceparent` header names (W3C Trace Context, 3.2); undefined where it is not well
 * formed, and then a new trace begins. Of version 00 nothing may follow; later versions may say more, which is not read.
 */
export function readTraceParent(header: unknown): SpanContext | undefined {
  if (typeof header !== 'string' || header.length > 128) return undefined
  const found = shape.exec(header)
  const [, traceId = '', spanId = '', flags = ''] = found ?? []
  if (found === null || header.startsWith('ff')) return undefined
  if (header.startsWith('00') && header.length !== 55) return undefined
  const place = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  }
  return isSpanContextValid(place) ? place : undefined
}

/** The header for whoever is asked next. */
export function writeTraceParent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`
}
