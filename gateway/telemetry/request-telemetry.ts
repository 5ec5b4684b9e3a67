import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { GraphQLResponse } from '@apollo/server'
import type { FastifyRequest } from 'fastify'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { writeTraceParent } from '../../telemetry/trace-parent.ts'
import type { Tracing } from '../../telemetry/tracing.ts'
import type { RequestState } from '../context.ts'
import type { GatewayMeters, GraphqlOutcome } from './gateway-meters.ts'

/** Stages of the pipeline that have a span of their own. */
export type Stage = 'arrive' | 'judge' | 'record' | 'execute' | 'plan' | 'answer'

/** What is told of one GraphQL request while it is worked on. Never a caller's text: no name, document or variable. */
export interface RequestTelemetry {
  /** Does a stage within a span of its name. */
  stage<T>(name: Stage, act: () => Promise<T>): Promise<T>
  /** Undefined where nothing is traced. */
  errand(ministry: string): Span | undefined
  answered(state: RequestState, response: GraphQLResponse): void
  /** After the last byte, or where nothing was answered. */
  end(): void
}

/** Opens what a request tells; undefined where nobody listens. */
export type BeginTelemetry = (request: FastifyRequest) => RequestTelemetry

/** Does a stage of a request, told of where somebody listens. */
export function staged<T>(
  telemetry: RequestTelemetry | undefined,
  name: Stage,
  act: () => Promise<T>,
): Promise<T> {
  return telemetry === undefined ? act() : telemetry.stage(name, act)
}

/**
 * Asks a ministry within a span of its own; `headers` are those that go with it, of which the ministry knows its place
 * in the trace.
 */
export async function spanned<T>(
  {
    telemetry,
    deadline,
  }: Partial<Pick<RequestState, 'telemetry'>> & Pick<RequestState, 'deadline'>,
  ministry: string,
  act: (headers: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const span = telemetry?.errand(ministry)
  if (span === undefined) return await act(noHeaders)
  try {
    return await act({ traceparent: writeTraceParent(span.spanContext()) })
  } catch (error) {
    const code = deadline.isOver() ? 'DEADLINE_EXCEEDED' : 'MINISTRY_UNAVAILABLE'
    span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}

const noHeaders = Object.freeze({})

/** Opens the telling of requests; undefined where nobody listens, and then it costs nothing. */
export function requestTelemetry(
  { tracing }: Partial<Telemetry>,
  meters: GatewayMeters | undefined,
): BeginTelemetry | undefined {
  if (tracing === undefined && meters === undefined) return undefined
  return (request) => {
    const began = performance.now()
    const root = tracing && rootOf(tracing, request)
    const traced = root?.isRecording() === true && tracing ? { root, tracing } : undefined
    return {
      stage: (name, act) => (traced === undefined ? act() : within(traced, name, act)),
      errand: (ministry) => root && tracing && errandOf({ root, tracing }, ministry),
      answered(state, response) {
        const codes = codesOf(response)
        const outcome = outcomeOf(response, codes)
        const operation = state.operation ?? 'none'
        const roles = state.identity?.caller.roles ?? []
        const cost = { estimated: state.cost?.estimated, actual: state.objects }
        meters?.graphql({ operation, outcome, roles, codes, ...cost }, performance.now() - began)
        if (traced === undefined) return
        traced.root.setAttributes({
          'graphql.operation.type': operation,
          'lien_thong.outcome': outcome,
          'lien_thong.roles': [...roles],
          'lien_thong.error_codes': [...codes],
          'lien_thong.generation': state.lease.generation.id,
          ...(state.purpose === undefined ? {} : { 'lien_thong.purpose': state.purpose.id }),
          ...(state.cost === undefined ? {} : { 'lien_thong.cost': state.cost.estimated }),
        })
        if (outcome === 'refused') traced.root.setStatus({ code: SpanStatusCode.ERROR })
      },
      end: () => root?.end(),
    }
  }
}

interface Traced {
  readonly root: Span
  readonly tracing: Tracing
}

function rootOf(tracing: Tracing, { method, routeOptions, id, headers }: FastifyRequest): Span {
  const route = routeOptions.url ?? ''
  return tracing.begin(`${method} ${route}`, {
    kind: SpanKind.SERVER,
    parent: tracing.fromOutside(headers['traceparent']),
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'lien_thong.request_id': id,
    },
  })
}

async function within<T>(
  { root, tracing }: Traced,
  name: Stage,
  act: () => Promise<T>,
): Promise<T> {
  const span = tracing.begin(name, { kind: SpanKind.INTERNAL, parent: root.spanContext() })
  try {
    return await act()
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}

function errandOf({ root, tracing }: Traced, ministry: string): Span {
  return tracing.begin(`POST ${ministry}`, {
    kind: SpanKind.CLIENT,
    parent: root.spanContext(),
    attributes: { 'http.request.method': 'POST', 'lien_thong.ministry': ministry },
  })
}

function codesOf({ body }: GraphQLResponse): readonly string[] {
  if (body.kind !== 'single') return []
  const found = (body.singleResult.errors ?? []).map(({ extensions }) => extensions?.['code'])
  return [...new Set(found.map(String))]
}

function outcomeOf({ body }: GraphQLResponse, codes: readonly string[]): GraphqlOutcome {
  if (codes.length === 0) return 'ok'
  const hasData = body.kind === 'single' && (body.singleResult.data ?? null) !== null
  return hasData ? 'partial' : 'refused'
}
