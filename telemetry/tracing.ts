import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanKind,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions'
import type { Build } from './build.ts'
import { readTraceParent } from './trace-parent.ts'

/** Where a span stands in its trace. */
export interface SpanPlace {
  readonly kind: SpanKind
  readonly parent: SpanContext | undefined
  readonly attributes?: Attributes
}

/** The traces of a process. Contexts are handed on by hand: nothing is kept for a request that is not traced. */
export interface Tracing {
  /** Begins a span; without a parent the trace begins here. */
  begin(name: string, place: SpanPlace): Span
  /**
   * The place that a stranger's `traceparent` names, and whether the trace is recorded, which is decided here: neither
   * the header's flag nor the choice of its trace id has a say.
   */
  fromOutside(header: unknown): SpanContext | undefined
  /** Sends what waits, and ends. */
  close(): Promise<void>
}

export interface TracingOptions {
  /** Where OTLP/HTTP is spoken, with path: `http://collector:4318/v1/traces`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  /** Share of the traces that begin here which are recorded, 0 to 1. */
  readonly ratio: number
  readonly build: Build
}

/** Spans that wait to be sent, at most; more are dropped. */
const maxWaiting = 4096
const maxBatch = 512
/** Milliseconds between two batches, and for one to arrive. */
const batchMs = 2000
const exportMs = 5000
/** Characters of one attribute: the text of a statement may be long. */
const maxCharacters = 4096

/** Opens the sending of traces by OTLP/HTTP. A collector that is away costs spans, never a request. */
export function openTracing(options: TracingOptions): Tracing {
  const { url, headers, serviceName, ratio, build } = options
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: exportMs })
  const root = ratio > 0 ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOffSampler()
  const provider = new BasicTracerProvider({
    sampler: new ParentBasedSampler({ root }),
    resource: resourceFromAttributes({
      [ATTR_SERVICE_NAME]: serviceName,
      [ATTR_SERVICE_VERSION]: build.version,
    }),
    spanLimits: { attributeValueLengthLimit: maxCharacters },
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: maxWaiting,
        maxExportBatchSize: maxBatch,
        scheduledDelayMillis: batchMs,
        exportTimeoutMillis: exportMs,
      }),
    ],
  })
  const tracer = provider.getTracer('lien-thong', build.version)
  return {
    begin(name, { kind, parent, attributes }) {
      const above = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
      return tracer.startSpan(name, { kind, ...(attributes ? { attributes } : {}) }, above)
    },
    fromOutside(header) {
      const place = readTraceParent(header)
      if (place === undefined) return undefined
      const isRecorded = Math.random() < ratio
      return { ...place, traceFlags: isRecorded ? TraceFlags.SAMPLED : TraceFlags.NONE }
    },
    close: () => provider.shutdown(),
  }
}
